import { expect, it, onTestFinished } from 'vitest';
import { createZoneWatch } from '../../../../src/platform/machine/zone-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function setUp(environment: Readonly<Record<string, string>> = {}, mark: string | null = 'one') {
  const clock = createFakeClock();
  const machine = { mark, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, asked: 0 };
  const heard: string[] = [];
  const watch = createZoneWatch(clock, environment, (zone) => heard.push(zone), {
    mark: () => machine.mark,
    askAgain: () => {
      machine.asked += 1;
      return machine.zone;
    },
  });
  watch.start();
  onTestFinished(() => {
    watch.stop();
  });
  return { clock, machine, heard, watch };
}

it('tells that the zone was set within five seconds, once', async () => {
  const { clock, machine, heard, watch } = setUp();
  await clock.advance(60_000);
  expect([heard, machine.asked]).toEqual([[], 0]);
  Object.assign(machine, { mark: 'two', zone: 'Pacific/Auckland' });
  await clock.advance(5_000);
  expect(heard).toEqual(['Pacific/Auckland']);
  await clock.advance(60_000);
  expect([heard.length, machine.asked]).toEqual([1, 1]);
  watch.stop();
  expect(clock.pendingTimers()).toBe(0);
});

it('asks each time where nothing tells of a change, and leaves a zone of the environment alone', async () => {
  const windows = setUp({}, null);
  windows.machine.zone = 'Pacific/Auckland';
  await windows.clock.advance(5_000);
  expect(windows.heard).toEqual(['Pacific/Auckland']);
  const fixed = setUp({ TZ: 'Europe/Vienna' }, null);
  fixed.machine.zone = 'Pacific/Auckland';
  await fixed.clock.advance(60_000);
  expect([fixed.heard, fixed.machine.asked]).toEqual([[], 0]);
});
