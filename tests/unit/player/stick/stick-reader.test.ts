import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { GuardedThread } from '../../../../src/platform/machine/guarded-thread.ts';
import {
  createStickReader,
  type StickAnswer,
  type StickQuestion,
} from '../../../../src/player/stick/stick-reader.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { makeStick, run } from '../../../support/stick-support.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** As a thread that waits in the kernel: it neither answers nor ends. */
function hangingThread(): GuardedThread<StickQuestion, StickAnswer> {
  return { ask: () => new Promise(() => undefined), stop: () => new Promise(() => undefined) };
}

test('a stick that hangs is given up, the next one gets a thread of its own, and the end waits for neither', async () => {
  const clock = createFakeClock();
  let threads = 0;
  const makeThread = () => {
    threads += 1;
    return hangingThread();
  };
  const reader = createStickReader({ clock, makeThread, answerMs: 1_000 });
  const first = reader.look('/media/one');
  await clock.advance(3_000);
  expect(await first).toMatchObject({ error: { code: 'stick-pulled' } });
  const second = reader.read('/media/two/list', 0, 10);
  expect(threads).toBe(2);
  const stopped = reader.stop();
  await clock.advance(1_000);
  await stopped;
  expect(await second).toMatchObject({ error: { code: 'stick-pulled' } });
  expect(await reader.look('/media/three')).toMatchObject({ error: { code: 'stick-pulled' } });
  expect(threads).toBe(2);
});

test('a file system that stands still holds nobody: the player waits for it no longer than it should', async (context) => {
  const folder = temporaryFolder();
  const stick = makeStick(folder, 'frozen', 8);
  if (stick.image === null) context.skip('this machine lets nobody mount');
  const thaw = (): void => {
    run('fsfreeze', '--unfreeze', stick.path);
  };
  const reader = createStickReader({ clock: createSystemClock(), answerMs: 500 });
  writeFileSync(join(stick.path, 'list'), 'bytes');
  expect(await reader.look(stick.path)).toMatchObject({ ok: true });
  try {
    run('fsfreeze', '--freeze', stick.path);
  } catch {
    stick.remove();
    context.skip('this machine has no fsfreeze');
  }
  let isThawed = false;
  onTestFinished(async () => {
    if (!isThawed) thaw();
    await reader.stop();
    stick.remove();
  });
  const startedMs = performance.now();
  expect(await reader.write(stick.path, 'receipt', 'text')).toMatchObject({
    error: { code: 'stick-pulled' },
  });
  expect(performance.now() - startedMs).toBeLessThan(5 * 2_500);
  expect(await reader.look(folder)).toMatchObject({ ok: true });
  thaw();
  isThawed = true;
});
