import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createLifecycle, type LifecycleDependencies } from '../../../../src/shells/electron/lifecycle.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { preventable } from '../../../support/fakes/electron/fake-window.ts';

function setUp(stopPlayer: () => Promise<void> = () => Promise.resolve()) {
  const clock = createFakeClock();
  const events: string[] = [];
  const app = Object.assign(new EventEmitter(), { exit: (code: number) => events.push(`exit ${code}`) });
  const process = new EventEmitter();
  const lifecycle = createLifecycle({
    app: app as unknown as LifecycleDependencies['app'],
    process: process as unknown as LifecycleDependencies['process'],
    clock,
    log: createSilentLog(),
  });
  const watch = (): void => {
    lifecycle.watch({
      host: { quit: (code) => events.push(`quit ${code}`), relaunch: () => events.push('relaunch') },
      stopPlayer: (hadBug) => {
        events.push(hadBug ? 'stop: bug' : 'stop');
        return stopPlayer();
      },
    });
  };
  return { clock, events, app, process, lifecycle, watch };
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('%s stops the player, then ends with 0', async (signal) => {
  const { clock, events, process, watch } = setUp();
  watch();
  process.emit(signal);
  process.emit(signal);
  await clock.advance(0);
  expect(events).toEqual(['stop', 'quit 0']);
});

test('the desktop’s wish to quit is held until the player has stopped', async () => {
  const { clock, events, app, watch } = setUp();
  watch();
  const event = preventable();
  app.emit('before-quit', event);
  expect(event.prevented).toBe(true);
  await clock.advance(0);
  expect(events).toEqual(['stop', 'quit 0']);
});

test('a player that does not come to an end is left behind before its parent would kill it', async () => {
  const { clock, events, process, watch } = setUp(() => new Promise(() => undefined));
  watch();
  process.emit('SIGTERM');
  await clock.advance(1_100);
  expect(events).toEqual(['stop']);
  await clock.advance(399);
  expect(events).toEqual(['stop', 'quit 0']);
});

test('a player that fails to stop is ended all the same', async () => {
  const { clock, events, process, watch } = setUp(() => Promise.reject(new Error('disk')));
  watch();
  process.emit('SIGTERM');
  await clock.advance(0);
  expect(events).toEqual(['stop', 'quit 0']);
});

test('a bug in the main process starts the player anew, once and not at once', async () => {
  const { clock, events, process, watch } = setUp();
  watch();
  process.emit('uncaughtException', new Error('bug'));
  process.emit('unhandledRejection', new Error('another'));
  await clock.advance(500);
  expect(events).toEqual([]);
  await clock.advance(1_000);
  expect(events).toEqual(['stop: bug', 'relaunch']);
});

test('a bug before there is a player ends the process with 1', async () => {
  const { clock, events, process } = setUp();
  process.emit('uncaughtException', new Error('bug'));
  await clock.advance(2_000);
  expect(events).toEqual(['exit 1']);
});

test('what the player wishes stops it first', async () => {
  const { clock, events, lifecycle, watch } = setUp();
  watch();
  lifecycle.relaunch('the nightly restart');
  lifecycle.quit('too late', 3);
  await clock.advance(0);
  expect(events).toEqual(['stop', 'relaunch']);
});

test('the last window’s closing ends nothing by itself', () => {
  const { app } = setUp();
  expect(app.listenerCount('window-all-closed')).toBe(1);
});
