import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PanelAnswer } from '../../../../src/platform/machine/panel/panel-power.types.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createPanelControl } from '../../../../src/player/screen/panel-control.ts';
import type { DaypartWindow } from '../../../../src/shared/program.ts';
import type { ClockVerdict } from '../../../../src/shared/status.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleItem, sampleProgram } from '../../../support/sample-program.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/** A control over a panel that does what it is told, until the test switches it or has it lie. */
function setUp(start: string, settings: { screenHours?: string; screenOffWhenClosed?: boolean } = {}) {
  const clock = createFakeClock(Date.parse(start));
  const world = {
    settings: { screenHours: '', screenOffWhenClosed: false, ...settings },
    served: null as string | null,
    verdict: 'right' as ClockVerdict,
    zone: 'Europe/Vienna',
    isUnpaired: false,
    windows: [null] as (DaypartWindow | null)[],
    panel: 'on' as 'on' | 'off',
    tells: true,
    obeys: true,
    takesMs: 0,
  };
  const orders: { asked: 'on' | 'off'; atMs: number }[] = [];
  const changes: string[] = [];
  const turn = (asked: 'on' | 'off'): Promise<PanelAnswer> =>
    new Promise((resolve) => {
      orders.push({ asked, atMs: clock.monotonic() });
      const answer = (): void => {
        if (world.obeys) world.panel = asked;
        const verified = !world.tells ? 'unknown' : world.panel === asked ? 'yes' : 'no';
        resolve({ means: 'xset', asked, verified, detail: 'xset said so.', at: clock.now() });
      };
      if (world.takesMs === 0) answer();
      else clock.after(world.takesMs, answer);
    });
  let program = sampleProgram([]);
  let madeOf: readonly unknown[] = [];
  const control = createPanelControl({
    settings: () => world.settings,
    servedHours: () => world.served,
    clock,
    clockStatus: () => ({ verdict: world.verdict }),
    zone: () => world.zone,
    program: () => {
      if (madeOf !== world.windows)
        program = sampleProgram(world.windows.map((window, index) => sampleItem(String(index), { window })));
      madeOf = world.windows;
      return program;
    },
    isUnpaired: () => world.isUnpaired,
    power: { turn, ask: () => Promise.resolve(world.tells ? world.panel : 'unknown'), stop: () => undefined },
    log: createSilentLog(),
    onChange: () => changes.push(control.status().state),
  });
  onTestFinished(() => {
    control.stop();
  });
  return { clock, world, orders, changes, control, asked: () => orders.map(({ asked }) => asked) };
}

const HOURS = { screenHours: 'mon-fri 07:00-22:00; sat-sun off' };

describe('the panel by its hours', () => {
  it('goes off and on within two seconds of the time, and says until when', async () => {
    const { clock, world, control, orders } = setUp('2026-11-26T21:59:00+01:00', HOURS);
    control.start();
    await clock.advance(59 * SECOND);
    expect(control.status()).toMatchObject({
      state: 'on',
      reason: 'hours',
      until: '2026-11-26T21:00:00.000Z',
    });
    await clock.advance(2 * SECOND);
    expect(control.status()).toEqual({
      state: 'off',
      reason: 'hours',
      until: '2026-11-27T06:00:00.000Z',
      hours: { text: HOURS.screenHours, by: 'technician' },
      answer: {
        means: 'xset',
        asked: 'off',
        verified: 'yes',
        detail: 'xset said so.',
        at: '2026-11-26T21:00:00.000Z',
      },
    });
    expect(world.panel).toBe('off');
    await clock.advance(Date.parse('2026-11-27T07:00:00+01:00') - clock.now() - 1);
    expect(orders.map(({ asked }) => asked)).toEqual(['on', 'off']);
    await clock.advance(2 * SECOND);
    expect(world.panel).toBe('on');
    expect(control.status().state).toBe('on');
  });

  it('never touches a panel without hours, and turns on one whose hours were taken away', async () => {
    const { clock, world, control, asked } = setUp('2026-11-28T12:00:00+01:00');
    control.start();
    await clock.advance(10 * MINUTE);
    expect(asked()).toEqual([]);
    expect(control.status()).toMatchObject({
      state: 'on',
      reason: 'always',
      until: null,
      hours: null,
      answer: null,
    });
    world.settings = { ...world.settings, ...HOURS };
    await clock.advance(SECOND);
    expect(world.panel).toBe('off');
    world.settings = { ...world.settings, screenHours: '' };
    await clock.advance(10 * MINUTE);
    expect(asked()).toEqual(['off', 'on']);
  });

  it('follows the server where no technician said anything', async () => {
    const { clock, world, control } = setUp('2026-11-28T12:00:00+01:00');
    world.served = 'off';
    control.start();
    expect(control.status()).toMatchObject({ state: 'off', hours: { by: 'server' } });
    world.settings = { ...world.settings, screenHours: 'on' };
    await clock.advance(SECOND);
    expect(control.status()).toMatchObject({ state: 'on', hours: { text: 'on', by: 'technician' } });
  });

  it('is told its changes, and nothing else', async () => {
    const { clock, control, changes } = setUp('2026-11-27T21:59:30+01:00', HOURS);
    control.start();
    await clock.advance(SECOND);
    const before = changes.length;
    await clock.advance(20 * SECOND);
    expect(changes.length).toBe(before);
  });
});

describe('a panel that is another than it was told', () => {
  it('goes off again ten minutes after somebody switched it on', async () => {
    const { clock, world, control, orders } = setUp('2026-11-28T12:00:00+01:00', HOURS);
    control.start();
    await clock.advance(5 * MINUTE);
    expect(orders).toHaveLength(1);
    world.panel = 'on';
    await clock.advance(9 * MINUTE);
    expect(world.panel, 'ten minutes are for whoever switched it').toBe('on');
    await clock.advance(3 * MINUTE);
    expect(world.panel).toBe('off');
  });

  it('is told again each minute while it does not obey, or cannot be asked', async () => {
    const { clock, world, control, orders } = setUp('2026-11-28T12:00:00+01:00', HOURS);
    world.obeys = false;
    control.start();
    await clock.advance(5 * MINUTE);
    expect(orders.map(({ asked }) => asked)).toEqual(Array.from({ length: 6 }, () => 'off'));
    expect(control.status().answer?.verified).toBe('no');
    world.tells = false;
    await clock.advance(5 * MINUTE);
    expect(orders).toHaveLength(11);
  });

  it('comes on again within a minute when somebody switched it off in its hours', async () => {
    const { clock, world, control } = setUp('2026-11-27T12:00:00+01:00', HOURS);
    control.start();
    await clock.advance(SECOND);
    world.panel = 'off';
    await clock.advance(MINUTE);
    expect(world.panel).toBe('on');
  });

  it('is told the newest wish at once, also while it is at an older one, whose answer counts no more', async () => {
    const { clock, world, control, orders } = setUp('2026-11-28T12:00:00+01:00', HOURS);
    world.takesMs = 5 * SECOND;
    control.start();
    await clock.advance(SECOND);
    control.wake();
    expect(orders).toEqual([
      { asked: 'off', atMs: 0 },
      { asked: 'on', atMs: SECOND },
    ]);
    await clock.advance(4_500);
    expect(control.status().answer, 'only of the newest').toBeNull();
    await clock.advance(SECOND);
    expect(control.status().answer?.asked).toBe('on');
  });
});

describe('somebody in front of a panel that is off', () => {
  it('has it on for two minutes after the last touch', async () => {
    const { clock, world, control } = setUp('2026-11-28T12:00:00+01:00', HOURS);
    control.start();
    await clock.advance(MINUTE);
    control.wake();
    await clock.advance(0);
    expect(world.panel).toBe('on');
    expect(control.status()).toMatchObject({ state: 'on', reason: 'in-use' });
    await clock.advance(100 * SECOND);
    control.wake();
    await clock.advance(119 * SECOND);
    expect(world.panel).toBe('on');
    await clock.advance(2 * SECOND);
    expect(world.panel).toBe('off');
  });

  it('is not left in the dark when the time comes', async () => {
    const { clock, world, control } = setUp('2026-11-27T21:59:00+01:00', HOURS);
    control.start();
    await clock.advance(50 * SECOND);
    control.wake();
    await clock.advance(60 * SECOND);
    expect(world.panel).toBe('on');
    await clock.advance(62 * SECOND);
    expect(world.panel).toBe('off');
  });
});

describe('a clock that cannot be trusted', () => {
  it.each([
    ['1970 at boot', { verdict: 'wrong' }, 'clock-wrong'],
    ['nothing paired', { isUnpaired: true }, 'unpaired'],
  ] as const)('%s: the screen stays on', async (_what, change, reason) => {
    const { clock, world, control } = setUp('1970-01-01T00:00:10Z', { screenHours: 'off' });
    Object.assign(world, change);
    control.start();
    await clock.advance(10 * MINUTE);
    expect(world.panel).toBe('on');
    expect(control.status()).toMatchObject({ state: 'on', reason });
    world.verdict = 'right';
    world.isUnpaired = false;
    await clock.advance(SECOND);
    expect(world.panel).toBe('off');
  });

  it('follows a clock that jumps and a zone that is set within two seconds', async () => {
    const { clock, world, control } = setUp('2026-11-27T12:00:00+01:00', HOURS);
    control.start();
    clock.setNow(Date.parse('2026-11-27T23:00:00+01:00'));
    await clock.advance(2 * SECOND);
    expect(world.panel).toBe('off');
    clock.setNow(Date.parse('2026-11-27T21:30:00+01:00'));
    await clock.advance(2 * SECOND);
    expect(world.panel).toBe('on');
    world.zone = 'Asia/Tokyo';
    await clock.advance(2 * SECOND);
    expect(world.panel).toBe('off');
    world.zone = 'Nowhere/Atlantis';
    await clock.advance(2 * SECOND);
    expect(world.panel, 'a zone that nobody knows changes nothing').toBe('off');
  });

  it('is right two seconds after whatever happened', async () => {
    const happening = fc.oneof(
      fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 3_600_000 }) }),
      fc.record({ kind: fc.constant('jump' as const), ms: fc.integer({ min: -1e10, max: 1e10 }) }),
      fc.record({ kind: fc.constant('zone' as const), zone: fc.constantFrom('Europe/Vienna', 'Asia/Tokyo') }),
      fc.record({
        kind: fc.constant('switched' as const),
        to: fc.constantFrom('on' as const, 'off' as const),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 8 }), async (happenings) => {
        const { clock, world, control, orders } = setUp('2026-11-27T12:00:00+01:00', HOURS);
        control.start();
        for (const one of happenings) {
          if (one.kind === 'time') await clock.advance(one.ms % (5 * MINUTE));
          else if (one.kind === 'jump') clock.setNow(clock.now() + one.ms);
          else if (one.kind === 'zone') world.zone = one.zone;
          else world.panel = one.to;
          await clock.advance(2 * SECOND);
          const parts = new Intl.DateTimeFormat('en-GB', {
            timeZone: world.zone,
            weekday: 'short',
            hour: '2-digit',
            hourCycle: 'h23',
          }).formatToParts(clock.now());
          const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
          const hour = Number(part('hour'));
          const isOn = !['Sat', 'Sun'].includes(part('weekday')) && hour >= 7 && hour < 22;
          expect(control.status().state).toBe(isOn ? 'on' : 'off');
          expect(orders.at(-1)?.asked).toBe(isOn ? 'on' : 'off');
        }
        control.stop();
      }),
      { numRuns: 30 },
    );
  });
});

describe('a playlist whose windows are all closed', () => {
  const night: DaypartWindow = { startTime: '22:00', endTime: '06:00' };
  it('turns the panel off where that was asked for, until one opens', async () => {
    const { clock, world, control } = setUp('2026-11-28T21:59:00+01:00', { screenOffWhenClosed: true });
    world.windows = [night, { ...night, startTime: '23:00' }];
    control.start();
    expect(control.status()).toMatchObject({ state: 'off', reason: 'windows-closed' });
    await clock.advance(61 * SECOND);
    expect(world.panel).toBe('on');
    world.settings = { screenHours: '', screenOffWhenClosed: false };
    world.windows = [{ startTime: '08:00', endTime: '09:00' }];
    await clock.advance(2 * SECOND);
    expect(control.status().state, 'not asked for').toBe('on');
  });

  it('leaves standby, and what may always be shown, on the screen', async () => {
    const { clock, world, control } = setUp('2026-11-28T12:00:00+01:00', { screenOffWhenClosed: true });
    world.windows = [];
    control.start();
    expect(control.status().state).toBe('on');
    world.windows = [night, null];
    await clock.advance(2 * SECOND);
    expect(control.status().state).toBe('on');
    world.windows = [night];
    await clock.advance(2 * SECOND);
    expect(control.status().state).toBe('off');
  });
});
