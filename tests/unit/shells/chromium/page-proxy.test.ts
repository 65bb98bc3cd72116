import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createBrowserPageProxy } from '../../../../src/shells/chromium/page-proxy.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const toNobody = (): void => undefined;

test('a browser that went another way is replaced until one goes this way, which is kept for the next start', async () => {
  const file = join(temporaryFolder(), 'page-proxy');
  const clock = createFakeClock();
  const replaced: string[] = [];
  const make = () =>
    createBrowserPageProxy({ file, clock, log: createSilentLog(), replace: (why) => replaced.push(why) });
  const pages = make();
  onTestFinished(pages.stop);
  expect(pages.begin()).toEqual(['--no-proxy-server']);
  pages.set(toNobody);
  expect(existsSync(file)).toBe(true);
  await expect.poll(() => clock.pendingTimers()).toBe(1);
  await clock.advance(500);
  await clock.advance(500);
  expect(replaced, 'one that was on its way to its page stayed').toHaveLength(2);
  expect(pages.begin()).toEqual([expect.stringMatching(/^--proxy-server=http:\/\/127\.0\.0\.1:\d+$/)]);
  await clock.advance(500);
  expect([replaced.length, clock.pendingTimers()]).toEqual([2, 0]);

  const next = make();
  onTestFinished(next.stop);
  await next.start();
  expect(next.begin()).toEqual([expect.stringMatching(/^--proxy-server=http:\/\/127\.0\.0\.1:\d+$/)]);
  next.set(null);
  expect(existsSync(file)).toBe(false);
  await expect.poll(() => clock.pendingTimers()).toBe(1);
  await clock.advance(500);
  expect(replaced).toHaveLength(3);
  expect(next.begin()).toEqual(['--no-proxy-server']);
});

test('a door that cannot be opened is no way past the proxy', () => {
  const file = join(temporaryFolder(), 'page-proxy');
  const pages = createBrowserPageProxy({
    ...{ file, clock: createFakeClock(), log: createSilentLog() },
    replace: () => undefined,
  });
  pages.set(toNobody);
  expect(pages.begin()).toEqual(['--proxy-server=http://127.0.0.1:9']);
  pages.stop();
});
