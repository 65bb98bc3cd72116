import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createServiceWatchdog } from '../../../../src/platform/machine/service-watchdog.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const ASKED = { NOTIFY_SOCKET: '/run/user/1000/systemd/notify', WATCHDOG_USEC: '180000000' };

function watchdog(environment: Record<string, string>, expectsScreen = true) {
  const clock = createFakeClock();
  const said: string[] = [];
  const notify = (words: readonly string[]): void => {
    said.push(...words);
  };
  const dog = createServiceWatchdog({ environment, expectsScreen, clock, log: createSilentLog(), notify });
  return { clock, said, dog };
}

it('is fed by the screen’s signs of life, four times in its patience, and starves without them', async () => {
  const { clock, said, dog } = watchdog(ASKED);
  dog.start();
  expect(said).toEqual(['READY=1']);
  for (let seconds = 0; seconds < 180; seconds += 5) {
    dog.alive();
    await clock.advance(5_000);
  }
  expect(said.slice(1)).toEqual(['WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1']);
  await clock.advance(600_000);
  expect(said).toHaveLength(5);
});

it('is fed by the player itself where nobody may ever look', async () => {
  const { clock, said, dog } = watchdog(ASKED, false);
  dog.start();
  await clock.advance(179_000);
  expect(said.filter((word) => word === 'WATCHDOG=1')).toHaveLength(4);
  dog.stop();
  expect(said.at(-1)).toBe('STOPPING=1');
  await clock.advance(600_000);
  expect(said.at(-1)).toBe('STOPPING=1');
  expect(clock.pendingTimers()).toBe(0);
});

it('is fed while the player waits for its display, before its start or after, and not any longer', async () => {
  const { clock, said, dog } = watchdog(ASKED);
  const beats = (): number => said.filter((word) => word === 'WATCHDOG=1').length;
  dog.setWaiting(true);
  dog.start();
  await clock.advance(179_000);
  expect(beats()).toBe(4);
  dog.setWaiting(false);
  await clock.advance(600_000);
  expect(beats()).toBe(4);
  dog.setWaiting(true);
  dog.setWaiting(true);
  await clock.advance(179_000);
  expect(beats()).toBe(8);
  dog.stop();
  expect(clock.pendingTimers()).toBe(0);
});

it('says nothing to nobody, and only that it is ready where there is no watchdog', () => {
  for (const [environment, expected] of [
    [{}, []],
    [{ NOTIFY_SOCKET: '/run/notify' }, ['READY=1', 'STOPPING=1']],
  ] as const) {
    const { said, dog } = watchdog(environment);
    dog.start();
    dog.alive();
    dog.stop();
    expect(said).toEqual(expected);
  }
});

it('speaks through systemd-notify', async () => {
  const folder = temporaryFolder();
  const said = join(folder, 'said');
  writeFileSync(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$NOTIFY_SOCKET $*" >> ${said}\n`);
  chmodSync(join(folder, 'systemd-notify'), 0o755);
  const environment = { ...ASKED, PATH: `${folder}:/usr/bin:/bin` };
  const clock = createFakeClock();
  const log = createSilentLog();
  const dog = createServiceWatchdog({ environment, expectsScreen: true, clock, log });
  dog.start();
  await vi.waitFor(() => {
    expect(readFileSync(said, 'utf8')).toBe(`${ASKED.NOTIFY_SOCKET} READY=1\n`);
  });
  dog.alive();
  await vi.waitFor(() => {
    expect(readFileSync(said, 'utf8')).toContain('WATCHDOG=1');
  });
});
