import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startBrowser } from '../../../../src/shells/chromium/browser.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';

/** Ends as soon as a word comes to it over its debugging pipe. */
const UNTIL_SPOKEN_TO = ['-c', 'head -c 1 <&3 >&2'];

it('speaks to a browser only when its first picture is no longer waited for', async () => {
  const order: string[] = [];
  const started = startBrowser({
    executable: '/bin/sh',
    arguments: UNTIL_SPOKEN_TO,
    environment: process.env,
    quietUntil: async () => {
      // Long enough for a word that should not come.
      await sleep(200);
      order.push('shown');
    },
    clock: createSystemClock(),
  });
  if (!started.ok) throw new Error(started.error.message);
  expect(await started.value.ended).toBe('exit code 0');
  order.push('spoken to');
  expect(order).toEqual(['shown', 'spoken to']);
  expect(await started.value.page).toBeNull();
});

it('waits for no picture of a browser that has ended', async () => {
  const started = startBrowser({
    executable: '/bin/sh',
    arguments: ['-c', 'exit 3'],
    environment: process.env,
    quietUntil: () => new Promise(() => undefined),
    clock: createSystemClock(),
  });
  if (!started.ok) throw new Error(started.error.message);
  expect(await started.value.ended).toBe('exit code 3');
  expect(await started.value.page).toBeNull();
});
