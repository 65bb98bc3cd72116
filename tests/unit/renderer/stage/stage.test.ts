// @vitest-environment happy-dom
import { describe, expect, it, onTestFinished } from 'vitest';
import { createStage } from '../../../../renderer/stage/stage.ts';
import type { FrameClock } from '../../../../renderer/stage/frame-clock.ts';
import type { Layer, LayerEvents } from '../../../../renderer/stage/layers/layer.ts';
import type { TouchView } from '../../../../renderer/stage/used-page.ts';
import { createWindowJudge } from '../../../../src/playback/daypart.ts';
import type { PlaybackReport } from '../../../../src/shared/bridge.ts';
import { wait, type Clock, type ClockTimer } from '../../../../src/shared/clock.ts';
import type { ProgramItem } from '../../../../src/shared/program.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleItem, sampleProgram } from '../../../support/sample-program.ts';
import { sampleSettings as settings } from '../../../support/sample-settings.ts';

interface FakeLayer extends Layer {
  events: LayerEvents | null;
  isWedged: boolean;
  isDark: boolean;
  isReleased: boolean;
  presentedWhen: Promise<void>;
  /** How often it began anew, and how that goes. */
  renewals: number;
  renewed: Result<null>;
}

/** Frames of a 60 Hz panel, without a browser. */
function sixtyHertz(clock: Clock): FrameClock {
  return {
    at: (atMs, action) =>
      clock.after(atMs - 34 - clock.monotonic(), () => {
        action(clock.monotonic() + 34);
      }),
    intervalMs: () => 16,
  };
}

/** A stage over layers that load in 100 ms and present 25 frames a second, unless `loading` says otherwise. */
function setUp(
  loading: (item: ProgramItem) => { ms?: number; result?: Result<null>; startsWedged?: boolean } = () => ({}),
  /** Hears that an item begins to be prepared; what it answers is called when that has ended. */
  onPrepare: (item: ProgramItem) => () => void = () => () => undefined,
) {
  const clock = createFakeClock();
  const container = document.createElement('div');
  document.body.append(container);
  const layers: FakeLayer[] = [];
  const reports: PlaybackReport[] = [];
  const standby: boolean[] = [];
  const touchViews: TouchView[] = [];
  const transitions: string[] = [];
  const most = { visible: 0, alive: 0 };
  const covered = new Set<HTMLElement>();
  /** The synchronised time when the clock of this page began. */
  const group = { zeroMs: 0 };
  const begun: { readonly item: string; readonly sinceStartMs: number; readonly placedMs: number }[] = [];

  function makeLayer(item: ProgramItem): Layer | null {
    if (item.kind === 'pdf') return null;
    const element = document.createElement('div');
    element.style.visibility = 'hidden';
    const { ms = 100, result = ok(null), startsWedged = false } = loading(item);
    let begunAtMs = 0;
    let placedMs = 0;
    let loadingTimer: ClockTimer | null = null;
    const layer: FakeLayer = {
      item,
      element,
      events: null,
      isWedged: startsWedged,
      isDark: false,
      isReleased: false,
      presentedWhen: Promise.resolve(),
      ...(item.kind === 'web' && {
        renew: async () => {
          layer.renewals += 1;
          await wait(clock, 300);
          return layer.renewed;
        },
      }),
      renewals: 0,
      renewed: ok(null),
      prepare: () => {
        const onEnded = onPrepare(item);
        return new Promise((resolve) => {
          loadingTimer = clock.after(ms, () => {
            onEnded();
            resolve(result);
          });
        });
      },
      ...(item.kind === 'video'
        ? {
            place: async (positionMs: number) => {
              await wait(clock, 200);
              placedMs = positionMs;
            },
          }
        : {}),
      begin: (timeline) => {
        begunAtMs = clock.monotonic();
        if (timeline !== null)
          begun.push({ item: item.key, sinceStartMs: begunAtMs - timeline.startMs(), placedMs });
      },
      enter: (events) => {
        layer.events = events;
      },
      leave: () => {
        layer.events = null;
      },
      presented: () => layer.presentedWhen,
      applySettings: () => undefined,
      framesPresented: () => (layer.isWedged ? 0 : Math.floor((clock.monotonic() - begunAtMs) / 40)),
      isMoving: () => item.kind === 'video',
      isBuffering: () => false,
      position: () => 0,
      flaws: () => ({ dropped: 1, repeated: 0 }),
      sample: () => Promise.resolve({ cells: [layer.isDark ? 0 : 100] }),
      preparedSample: () => ({ cells: [100] }),
      release: () => {
        loadingTimer?.cancel();
        layer.isReleased = true;
        element.remove();
      },
    };
    layers.push(layer);
    most.alive = Math.max(most.alive, layers.filter(({ isReleased }) => !isReleased).length);
    return layer;
  }

  const stage = createStage({
    container,
    clock,
    frames: sixtyHertz(clock),
    isOpen: createWindowJudge('UTC'),
    groupTime: { at: (monotonicMs) => group.zeroMs + monotonicMs },
    makeLayer,
    runTransition: (incoming, outgoing, { kind }) => {
      if (incoming !== null) transitions.push(kind);
      if (incoming !== null) incoming.style.visibility = 'visible';
      most.visible = Math.max(most.visible, visible().length);
      if (incoming !== null && outgoing !== null) covered.add(outgoing);
      return Promise.resolve();
    },
    report: (report) => reports.push(report),
    showStandby: (is) => standby.push(is),
    showTouch: (view) => touchViews.push(view),
    settings,
  });
  onTestFinished(() => {
    stage.stop();
  });

  const visible = (): FakeLayer[] =>
    layers.filter(
      ({ element, isReleased }) =>
        !isReleased && !covered.has(element) && element.style.visibility === 'visible',
    );
  return {
    clock,
    container,
    layers,
    reports,
    standby,
    touchViews,
    transitions,
    most,
    stage,
    group,
    begun,
    onScreen: () => visible().map(({ item }) => item.key),
    current: () => visible()[0],
    shown: () => reports.flatMap((report) => (report.kind === 'shown' ? [report.item] : [])),
    ended: () => reports.filter((report) => report.kind === 'ended'),
  };
}

const image = (key: string, seconds = 10): ProgramItem => sampleItem(key, { durationMs: seconds * 1000 });
const page = (key: string, seconds: number): ProgramItem =>
  sampleItem(key, { kind: 'web', source: `https://pages.test/${key}`, durationMs: seconds * 1000 });
const video = (key: string, durationMs: number | null = null): ProgramItem =>
  sampleItem(key, { kind: 'video', durationMs });

describe('the stage', () => {
  it('shows items one after the other, and never more than two layers exist', async () => {
    const { clock, stage, shown, onScreen, most, container } = setUp();
    stage.takeProgram(sampleProgram([image('a'), image('b'), image('c')]));
    stage.start();
    await clock.advance(200);
    expect(onScreen()).toEqual(['a']);
    await clock.advance(40_000);
    expect(shown()).toEqual(['a', 'b', 'c', 'a', 'b']);
    expect(most.alive).toBe(2);
    expect(container.children.length).toBe(2);
    stage.stop();
    expect(container.children.length).toBe(0);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('lets go of everything while the panel is off, and goes on with the same item within a second', async () => {
    const { clock, stage, shown, ended, onScreen, layers, container } = setUp();
    stage.takeProgram(sampleProgram([image('a'), video('b', 10_000), image('c')]));
    stage.start();
    await clock.advance(14_000);
    expect(onScreen()).toEqual(['b']);
    stage.stop('screen-off');
    expect(container.children.length).toBe(0);
    expect(layers.every(({ isReleased }) => isReleased)).toBe(true);
    expect(clock.pendingTimers(), 'nothing is watched or prepared').toBe(0);
    expect(ended().at(-1)).toMatchObject({ item: 'b', complete: false, reason: 'screen-off' });
    await clock.advance(3_600_000);
    expect(await stage.provePixels()).toEqual({ pixels: null, needsReload: false });
    stage.start();
    await clock.advance(1_000);
    expect(onScreen()).toEqual(['b']);
    await clock.advance(10_000);
    expect(shown()).toEqual(['a', 'b', 'b', 'c']);
  });

  it('goes off in the middle of a transition and comes on again before that is over', async () => {
    const { clock, stage, onScreen, layers, shown } = setUp();
    stage.takeProgram(sampleProgram([image('a'), image('b'), image('c')]));
    stage.start();
    await clock.advance(9_000);
    const late = Promise.withResolvers<undefined>();
    const incoming = layers[1];
    if (incoming === undefined) throw new Error('The second item is not being prepared.');
    incoming.presentedWhen = late.promise;
    await clock.advance(1_200);
    stage.stop('screen-off');
    stage.start();
    const again = Promise.withResolvers<undefined>();
    const second = layers.at(-1);
    if (second === undefined) throw new Error('Nothing is prepared.');
    second.presentedWhen = again.promise;
    await clock.advance(200);
    expect(onScreen()).toEqual(['b']);
    late.resolve(undefined);
    await clock.advance(15_000);
    expect(shown(), 'the transition of the first start ends none of the second').toEqual(['a', 'b', 'b']);
    again.resolve(undefined);
    await clock.advance(1_000);
    expect(shown()).toEqual(['a', 'b', 'b', 'c']);
    expect(layers.filter(({ isReleased }) => !isReleased).length).toBeLessThanOrEqual(2);
  });

  it('takes a playlist that came while the panel was off', async () => {
    const { clock, stage, onScreen } = setUp();
    stage.takeProgram(sampleProgram([image('a'), image('b')]));
    stage.start();
    await clock.advance(1_000);
    stage.stop('screen-off');
    stage.takeProgram(sampleProgram([image('x')], { id: 'other' }));
    await clock.advance(60_000);
    expect(onScreen()).toEqual([]);
    stage.start();
    await clock.advance(1_000);
    expect(onScreen()).toEqual(['x']);
  });

  it('lets nothing leave before a frame of the next was presented', async () => {
    const { clock, stage, layers } = setUp();
    stage.takeProgram(sampleProgram([image('a'), image('b')]));
    stage.start();
    await clock.advance(9_000);
    const presented = Promise.withResolvers<undefined>();
    const [outgoing, incoming] = layers;
    if (incoming === undefined) throw new Error('The second item is not being prepared.');
    incoming.presentedWhen = presented.promise;
    await clock.advance(2_000);
    expect(outgoing?.isReleased).toBe(false);
    presented.resolve(undefined);
    await clock.advance(0);
    expect(outgoing?.isReleased).toBe(true);
    stage.stop();
  });

  it('stays on the plan: a hundred boundaries later it is as late as at the first', async () => {
    const { clock, stage, ended, reports } = setUp();
    stage.takeProgram(sampleProgram([image('a', 1), image('b', 1)]));
    stage.start();
    await clock.advance(101_000);
    expect(reports.filter(({ kind }) => kind === 'shown').length).toBeGreaterThan(99);
    const lengths = ended().map((report) => report.shownMs);
    expect(lengths.slice(1).every((length) => Math.abs(length - 1_000) < 5)).toBe(true);
  });

  it('holds the old item while nothing else is ready, and counts it', async () => {
    const { clock, stage, onScreen } = setUp(({ key }) => ({ ms: key === 'slow' ? 12_000 : 100 }));
    stage.takeProgram(sampleProgram([image('a')]));
    stage.start();
    await clock.advance(500);
    stage.takeProgram(sampleProgram([image('slow')], { revision: 2 }));
    await clock.advance(11_500);
    expect(onScreen()).toEqual(['a']);
    await clock.advance(1_000);
    expect(onScreen()).toEqual(['slow']);
    expect(stage.boundaries()).toMatchObject({ count: 1, held: 1 });
  });

  it.each(['image', 'video', 'web'] as const)(
    'passes over what is not ready at its boundary, and shows it at the next (%s)',
    async (kind) => {
      const { clock, stage, shown, layers } = setUp(({ key }) => ({ ms: key === 'slow' ? 12_000 : 100 }));
      const slow = sampleItem('slow', { kind, source: `https://pages.test/${kind}`, durationMs: 10_000 });
      stage.takeProgram(sampleProgram([image('a'), slow, image('b')]));
      stage.start();
      await clock.advance(11_000);
      expect(shown()).toEqual(['a', 'b']);
      await clock.advance(40_000);
      // It was ready during `b`, and its turn comes after `a`; from then on it is passed over again, and so on.
      expect(shown()).toEqual(['a', 'b', 'a', 'slow', 'b', 'a']);
      expect(layers.filter(({ item }) => item.key === 'slow').length).toBe(2);
    },
  );

  it('goes on with the round while six pages do not answer, and asks each host once at a time', async () => {
    const asked: string[] = [];
    const { clock, stage, reports, layers, most } = setUp(({ key, kind }) => {
      if (kind !== 'web') return {};
      asked.push(key);
      return { ms: 10_000, result: fail('page-too-slow', 'Nobody answers.') };
    });
    const pages = [1, 2, 3, 4, 5, 6].map((host) =>
      sampleItem(`page-${host}`, { kind: 'web', source: `https://host-${host}.test/`, durationMs: 10_000 }),
    );
    stage.takeProgram(sampleProgram([image('a'), ...pages, video('film', 5_000)]));
    stage.start();
    const aliveAtOnce = new Map<string, number>();
    for (let second = 0; second < 300; second += 1) {
      await clock.advance(1_000);
      const alive = layers.filter(({ isReleased }) => !isReleased).map(({ item }) => item.source);
      for (const source of alive) {
        const count = alive.filter((other) => other === source).length;
        if (source.startsWith('https:'))
          aliveAtOnce.set(source, Math.max(count, aliveAtOnce.get(source) ?? 0));
      }
    }
    const shown = reports.flatMap((report) => (report.kind === 'shown' ? [report.item] : []));
    expect(shown.slice(0, 6)).toEqual(['a', 'film', 'a', 'film', 'a', 'film']);
    // Each 15 s of the round are on time.
    expect(shown.length).toBeGreaterThanOrEqual(39);
    expect(new Set(asked).size).toBe(6);
    expect([...aliveAtOnce.values()]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(most.alive).toBeLessThanOrEqual(6);
  });

  it('tries only one page of a host at a time', async () => {
    let [trying, most] = [0, 0];
    const { clock, stage, shown } = setUp(
      ({ kind }) => ({ ms: kind === 'web' ? 9_000 : 100 }),
      ({ kind }) => {
        if (kind !== 'web') return () => undefined;
        trying += 1;
        most = Math.max(most, trying);
        return () => (trying -= 1);
      },
    );
    stage.takeProgram(sampleProgram([image('a'), page('one', 3), page('two', 3), image('b')]));
    stage.start();
    await clock.advance(200_000);
    expect(most).toBe(1);
    expect(new Set(shown())).toEqual(new Set(['a', 'b', 'one', 'two']));
  });

  it('throws away what was late when the list has it no more', async () => {
    const { clock, stage, layers } = setUp(({ kind }) => ({ ms: kind === 'web' ? 9_000 : 100 }));
    stage.takeProgram(sampleProgram([image('a'), page('slow', 3), image('b')]));
    stage.start();
    await clock.advance(5_000);
    const isHeld = (): boolean => layers.some(({ item, isReleased }) => item.key === 'slow' && !isReleased);
    expect(isHeld()).toBe(true);
    stage.takeProgram(sampleProgram([image('a'), image('b')], { id: 'other' }));
    await clock.advance(100);
    expect(isHeld()).toBe(false);
  });

  it('skips what cannot be prepared, reports it, and says so of a kind that it cannot show', async () => {
    const { clock, stage, shown, reports } = setUp(({ key }) =>
      key === 'bad' ? { result: fail('undecodable', 'It cannot be decoded.') } : {},
    );
    const pdf = sampleItem('leaflet', { kind: 'pdf' });
    stage.takeProgram(sampleProgram([image('a'), image('bad'), pdf, image('b')]));
    stage.start();
    await clock.advance(25_000);
    expect(shown()).toEqual(['a', 'b', 'a']);
    const failed = reports.flatMap((report) =>
      report.kind === 'failed' ? [[report.item, report.reason]] : [],
    );
    expect(failed.slice(0, 2)).toEqual([
      ['bad', 'It cannot be decoded.'],
      ['leaflet', expect.stringContaining('unsupported-kind')],
    ]);
  });

  it('prepares the next of a long item only half a minute before its time', async () => {
    const { clock, stage, layers, onScreen } = setUp();
    stage.takeProgram(sampleProgram([image('a', 600), image('b')]));
    stage.start();
    await clock.advance(569_000);
    expect(layers.length).toBe(1);
    await clock.advance(2_000);
    expect(layers.length).toBe(2);
    await clock.advance(29_500);
    expect(onScreen()).toEqual(['b']);
  });

  it('gives up on a preload that never settles', async () => {
    const { clock, stage, shown, most } = setUp(({ key }) => ({ ms: key === 'hung' ? 1e9 : 100 }));
    stage.takeProgram(sampleProgram([image('a'), image('hung'), image('b')]));
    stage.start();
    await clock.advance(24_000);
    expect(shown()).toEqual(['a', 'b', 'a']);
    expect(most.alive).toBe(3);
  });

  it('prepares an image again that has gone black, and says what it sees', async () => {
    const { clock, stage, layers, onScreen, current } = setUp();
    stage.takeProgram(sampleProgram([image('a', 60)]));
    stage.start();
    await clock.advance(200);
    expect(await stage.provePixels()).toMatchObject({ pixels: { verdict: 'playing' }, needsReload: false });
    const [dark] = layers;
    if (dark !== undefined) dark.isDark = true;
    for (let look = 0; look < 3; look += 1)
      expect(await stage.provePixels()).toMatchObject({ pixels: { verdict: 'black' } });
    await clock.advance(200);
    expect(layers.length).toBe(2);
    expect(onScreen()).toEqual(['a']);
    expect(current()?.isDark).toBe(false);
    expect(await stage.provePixels()).toMatchObject({ pixels: { verdict: 'playing' } });
  });

  it('never loads an image again that is alone', async () => {
    const { clock, stage, layers, shown } = setUp();
    stage.takeProgram(sampleProgram([image('a')]));
    stage.start();
    await clock.advance(35_000);
    expect(shown()).toEqual(['a', 'a', 'a', 'a']);
    expect(layers.length).toBe(1);
  });

  it('loads a web page anew that is alone, but not at every boundary', async () => {
    const { clock, stage, layers, shown, onScreen } = setUp();
    stage.takeProgram(sampleProgram([page('p', 60)]));
    stage.start();
    await clock.advance(299_000);
    expect(layers.length).toBe(1);
    await clock.advance(62_000);
    expect(layers.length).toBe(2);
    expect(onScreen()).toEqual(['p']);
    expect(shown().length).toBe(7);
  });

  it('keeps a web page that cannot be loaded anew, and tries again later', async () => {
    let isDown = false;
    const { clock, stage, layers, reports, onScreen, standby } = setUp(() => ({
      result: isDown ? fail('unreachable', 'It did not load.') : ok(null),
    }));
    stage.takeProgram(sampleProgram([page('p', 60)]));
    stage.start();
    await clock.advance(200);
    isDown = true;
    for (let minute = 0; minute < 30; minute += 1) {
      await clock.advance(60_000);
      expect(onScreen()).toEqual(['p']);
    }
    expect(standby).toEqual([false]);
    const tries = reports.filter(({ kind }) => kind === 'failed').length;
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(7);
    isDown = false;
    const [first] = layers;
    await clock.advance(460_000);
    expect(first?.isReleased).toBe(true);
    expect(onScreen()).toEqual(['p']);
  });

  it('ends an item whose window closes while it is shown, and tells that it was cut', async () => {
    const { clock, stage, onScreen, ended } = setUp();
    clock.setNow(Date.parse('2026-01-05T17:59:00Z'));
    const evening = sampleItem('e', { durationMs: 3_600_000, window: { endTime: '18:00' } });
    stage.takeProgram(sampleProgram([evening, image('a')]));
    stage.start();
    await clock.advance(59_000);
    expect(onScreen()).toEqual(['e']);
    await clock.advance(2_500);
    expect(onScreen()).toEqual(['a']);
    expect(ended()).toMatchObject([{ item: 'e', complete: false, reason: 'window-closed' }]);
  });

  it('leaves an item of a closed window for standby when nothing else can play, also after the clock was set', async () => {
    const { clock, stage, onScreen, standby } = setUp();
    clock.setNow(Date.parse('1970-01-01T00:00:00Z'));
    stage.takeProgram(sampleProgram([sampleItem('old', { window: { validUntil: '2020-01-01' } })]));
    stage.start();
    await clock.advance(3_000);
    expect(onScreen()).toEqual(['old']);
    clock.setNow(Date.parse('2026-01-05T12:00:00Z'));
    await clock.advance(2_000);
    expect(onScreen()).toEqual([]);
    expect(standby.at(-1)).toBe(true);
  });

  it('plays within two seconds what opened while the machine slept, and does not wait out its standby', async () => {
    const { clock, stage, onScreen, standby } = setUp();
    clock.setNow(Date.parse('2026-01-05T22:00:10Z'));
    stage.takeProgram(
      sampleProgram([sampleItem('day', { window: { startTime: '08:00', endTime: '20:00' } })]),
    );
    stage.start();
    await clock.advance(61_000);
    expect([onScreen(), standby.at(-1)]).toEqual([[], true]);
    // The monotonic clock stands still in sleep; the wall clock does not.
    clock.setNow(Date.parse('2026-01-06T08:30:00Z'));
    await clock.advance(2_000);
    expect(onScreen()).toEqual(['day']);
    stage.stop();
  });

  it('lets dates limit nothing while the clock is wrong, and holds them within a second of the server', async () => {
    const { clock, stage, shown, onScreen } = setUp();
    const now = Date.parse('2026-06-15T12:00:00Z');
    const expired = { ...image('expired', 60), window: { validUntil: '2026-01-01' } };
    const today = { ...image('today', 60), window: { validFrom: '2026-06-01', validUntil: '2026-07-01' } };
    clock.setNow(0);
    stage.takeClock({ verdict: 'wrong', earliestMs: Date.parse('2026-03-01'), correctionMs: null });
    stage.takeProgram(sampleProgram([expired, today]));
    stage.start();
    await clock.advance(121_000);
    expect(shown()).toEqual(['expired', 'today', 'expired']);
    stage.takeClock({ verdict: 'corrected', earliestMs: now, correctionMs: now });
    await clock.advance(1_000);
    expect(onScreen()).toEqual(['today']);
    // Somebody sets the machine's clock right: the time does not move.
    clock.setNow(now + 1_000);
    await clock.advance(120_000);
    expect(shown().slice(3)).toEqual(['today', 'today', 'today']);
    stage.stop();
  });

  it('sees by itself that a wrong clock was set right', async () => {
    const { clock, stage, onScreen } = setUp();
    clock.setNow(0);
    stage.takeClock({ verdict: 'wrong', earliestMs: Date.parse('2026-03-01'), correctionMs: null });
    stage.takeProgram(
      sampleProgram([{ ...image('expired', 60), window: { validUntil: '2026-01-01' } }, image('always', 60)]),
    );
    stage.start();
    await clock.advance(5_000);
    expect(onScreen()).toEqual(['expired']);
    clock.setNow(Date.parse('2026-06-15T12:00:00Z'));
    await clock.advance(1_500);
    expect(onScreen()).toEqual(['always']);
    stage.stop();
  });

  it('plays a single video over two layers, cut at its foretold end', async () => {
    const { clock, stage, layers, current, shown } = setUp();
    stage.takeProgram(sampleProgram([video('v')]));
    stage.start();
    await clock.advance(200);
    current()?.events?.onEndKnown(clock.monotonic() + 5_000);
    await clock.advance(4_900);
    expect(layers.map(({ isReleased }) => isReleased)).toEqual([false, false]);
    await clock.advance(100);
    expect(layers.map(({ isReleased }) => isReleased)).toEqual([true, false]);
    expect(shown()).toEqual(['v', 'v']);
  });

  it('runs a short video again until its time is over, without telling of it', async () => {
    const { clock, stage, layers, current, shown, ended } = setUp();
    stage.takeProgram(sampleProgram([video('v', 10_000), image('a')]));
    stage.start();
    for (let run = 0; run < 3; run += 1) {
      await clock.advance(500);
      current()?.events?.onEndKnown(run * 4_000 + 4_100);
      await clock.advance(3_500);
    }
    expect(shown()).toEqual(['v', 'a']);
    // Three runs; the one after the image is not prepared yet.
    expect(layers.filter(({ item }) => item.key === 'v').length).toBe(3);
    expect(ended()).toMatchObject([{ item: 'v', complete: true, reason: 'duration' }]);
  });

  it('goes on by the end event where the end could not be foretold', async () => {
    const { clock, stage, current, shown, ended } = setUp();
    stage.takeProgram(sampleProgram([video('v'), image('a')]));
    stage.start();
    await clock.advance(7_000);
    current()?.events?.onEnded();
    await clock.advance(500);
    expect(shown()).toEqual(['v', 'a']);
    expect(ended()).toMatchObject([{ item: 'v', complete: true, reason: 'end-of-media' }]);
  });

  it('leaves a video that breaks while it is shown, as soon as the next is ready', async () => {
    const { clock, stage, current, onScreen, ended } = setUp();
    stage.takeProgram(sampleProgram([video('v', 60_000), image('a')]));
    stage.start();
    await clock.advance(5_000);
    current()?.events?.onBroken('It broke.');
    await clock.advance(300);
    expect(onScreen()).toEqual(['a']);
    expect(ended()).toMatchObject([{ item: 'v', complete: false, reason: 'failed' }]);
  });

  it('gives a wedged decoder a fresh one once, and then skips the item', async () => {
    const { clock, stage, layers, shown, reports } = setUp(() => ({ startsWedged: true }));
    stage.takeProgram(sampleProgram([video('v', 60_000), image('a')]));
    stage.start();
    await clock.advance(6_000);
    expect(layers.filter(({ item }) => item.key === 'v').length).toBe(2);
    expect(shown()).toEqual(['v']);
    await clock.advance(6_000);
    expect(shown()).toEqual(['v', 'a']);
    expect(reports).toContainEqual(expect.objectContaining({ kind: 'failed', item: 'v' }));
  });

  it('skips the item at once when not even the fresh decoder can be prepared', async () => {
    let loads = 0;
    const { clock, stage, shown } = setUp(({ key }) => {
      if (key !== 'v') return {};
      loads += 1;
      return {
        startsWedged: true,
        result: loads > 1 ? fail('undecodable', 'It cannot be decoded.') : ok(null),
      };
    });
    stage.takeProgram(sampleProgram([video('v', 60_000), image('a')]));
    stage.start();
    await clock.advance(6_000);
    expect(shown()).toEqual(['v', 'a']);
  });

  it('does not hold the failure of a preload against an item that is not wanted any more', async () => {
    const { clock, stage, shown, reports } = setUp(({ key }) =>
      key === 'gone' ? { ms: 3_000, result: fail('undecodable', 'It cannot be decoded.') } : {},
    );
    stage.takeProgram(sampleProgram([image('a'), image('gone')]));
    stage.start();
    await clock.advance(1_000);
    stage.takeProgram(sampleProgram([image('x')], { id: 'other' }));
    await clock.advance(12_000);
    expect(shown()).toEqual(['a', 'x', 'x']);
    expect(reports.filter(({ kind }) => kind === 'failed')).toEqual([]);
  });

  it('leaves a moving video in peace', async () => {
    const { clock, stage, layers } = setUp();
    stage.takeProgram(sampleProgram([video('v', 60_000), image('a')]));
    stage.start();
    await clock.advance(30_000);
    expect(layers.filter(({ item }) => item.key === 'v').length).toBe(1);
  });

  it('holds one decoder of a film that loops until shortly before its end, once it knows how long that takes', async () => {
    const { clock, stage, layers, shown } = setUp();
    stage.takeProgram(sampleProgram([video('film')]));
    stage.start();
    await clock.advance(500);
    layers[0]?.events?.onEndKnown(clock.monotonic() + 10_000);
    await clock.advance(10_500);
    expect(shown()).toEqual(['film', 'film']);
    const endMs = clock.monotonic() + 10_000;
    layers[1]?.events?.onEndKnown(endMs);
    const alive = (): number => layers.filter(({ isReleased }) => !isReleased).length;
    await clock.advance(8_400);
    expect(alive()).toBe(1);
    await clock.advance(200);
    expect(alive()).toBe(2);
    await clock.advance(2_000);
    expect(alive()).toBe(1);
    expect(shown()).toHaveLength(3);
  });

  it('takes another program that still has the item over at its boundary, not before, and goes on behind it', async () => {
    const { clock, stage, shown, onScreen } = setUp();
    stage.takeProgram(sampleProgram([image('a'), image('b')]));
    stage.start();
    await clock.advance(5_000);
    stage.takeProgram(sampleProgram([image('a'), image('x')], { id: 'other' }));
    await clock.advance(4_900);
    expect(onScreen()).toEqual(['a']);
    await clock.advance(10_500);
    expect(shown()).toEqual(['a', 'x', 'a']);
  });

  it.each([
    ['image', image('old', 3_600)],
    ['page', page('old', 3_600)],
    ['video', video('old')],
    ['looping video', video('old', 3_600_000)],
  ])('ends what was withdrawn at once, by the usual transition, and tells (%s)', async (_kind, old) => {
    const { clock, stage, layers, onScreen, ended, transitions } = setUp();
    stage.applySettings({ ...settings, transition: 'cross-fade' });
    stage.takeProgram(sampleProgram([old]));
    stage.start();
    await clock.advance(3_000);
    layers[0]?.events?.onEndKnown(86_400_000);
    stage.takeProgram(sampleProgram([image('new')], { id: 'other' }));
    layers[0]?.events?.onEndKnown(86_400_001);
    await clock.advance(300);
    expect(onScreen()).toEqual(['new']);
    expect(transitions).toEqual(['cut', 'cross-fade']);
    expect(ended()).toMatchObject([{ item: 'old', complete: false, reason: 'program-changed' }]);
    expect(ended()[0]?.shownMs).toBeGreaterThan(2_800);
    expect(ended()[0]?.shownMs).toBeLessThan(3_300);
  });

  it('ends an item that the new list still has after the longest wait, which newer lists do not draw out', async () => {
    const { clock, stage, shown, ended } = setUp();
    stage.applySettings({ ...settings, longestWaitSeconds: 20 });
    stage.takeProgram(sampleProgram([image('a', 3_600), image('b')]));
    stage.start();
    await clock.advance(1_000);
    for (const id of ['one', 'two', 'three', 'four']) {
      stage.takeProgram(sampleProgram([image('a', 3_600), image(id, 3_600)], { id }));
      await clock.advance(6_000);
    }
    expect(shown()).toEqual(['a', 'four']);
    expect(ended()).toMatchObject([{ item: 'a', reason: 'program-changed' }]);
  });

  it('lets what was withdrawn go within five seconds, also when nothing new is ready, and never shows it again', async () => {
    const { clock, stage, onScreen, standby, reports } = setUp(({ key }) => ({
      ms: key === 'slow' ? 12_000 : 100,
    }));
    stage.takeProgram(sampleProgram([image('a', 3_600)]));
    stage.start();
    await clock.advance(1_000);
    stage.takeProgram(sampleProgram([image('slow')], { id: 'other' }));
    await clock.advance(2_900);
    expect(onScreen()).toEqual(['a']);
    await clock.advance(2_100);
    expect(onScreen()).toEqual([]);
    expect(standby.at(-1)).toBe(true);
    expect(reports.at(-1)).toMatchObject({ kind: 'standby', program: 'program' });
    await clock.advance(7_300);
    expect(onScreen()).toEqual(['slow']);
  });

  it('has begun to leave what was withdrawn soon enough for its way out, in whichever part of a second it was', async () => {
    for (const startMs of [1_000, 1_100, 1_900]) {
      const { clock, stage, onScreen } = setUp(({ key }) => ({ ms: key === 'slow' ? 12_000 : 100 }));
      stage.takeProgram(sampleProgram([image('a', 3_600)]));
      stage.start();
      await clock.advance(startMs);
      stage.takeProgram(sampleProgram([image('slow')], { id: 'other' }));
      await clock.advance(5_000 - settings.transitionMs);
      expect(onScreen(), String(startMs)).toEqual([]);
      stage.stop();
    }
  });

  it.each([
    ['at once', { ms: 10 }],
    ['slowly', { ms: 8_000 }],
    ['late', { ms: 40_000 }],
  ])('shows standby within five seconds when every file of the new list fails %s', async (_when, { ms }) => {
    const { clock, stage, onScreen, standby } = setUp(({ key }) =>
      key === 'a' ? {} : { ms, result: fail('undecodable', 'It cannot be decoded.') },
    );
    stage.takeProgram(sampleProgram([image('a', 3_600)]));
    stage.start();
    await clock.advance(1_100);
    stage.takeProgram(sampleProgram([image('x'), video('y'), image('z')], { id: 'other' }));
    await clock.advance(4_400);
    expect([onScreen(), standby.at(-1)]).toEqual([[], true]);
    await clock.advance(120_000);
    expect([onScreen(), standby.at(-1)]).toEqual([[], true]);
  });

  it('shows standby when what the new list has breaks on the screen, or cannot be shown at all', async () => {
    const { clock, stage, current, onScreen, standby, reports } = setUp();
    stage.takeProgram(sampleProgram([image('a', 3_600)]));
    stage.start();
    await clock.advance(1_100);
    stage.takeProgram(
      sampleProgram([video('x'), sampleItem('p', { kind: 'pdf' }), video('y')], { id: 'other' }),
    );
    await clock.advance(500);
    expect(onScreen()).toEqual(['y']);
    current()?.events?.onBroken('broken: it ends in the middle.');
    await clock.advance(500);
    expect(onScreen()).toEqual(['x']);
    current()?.events?.onBroken('broken: it ends in the middle.');
    await clock.advance(500);
    expect([onScreen(), standby.at(-1)]).toEqual([[], true]);
    expect(reports.at(-1)).toMatchObject({ kind: 'standby', program: 'other' });
  });

  it('lets the last picture of a broken video go as well when it is withdrawn and nothing new is ready', async () => {
    const { clock, stage, current, onScreen, standby, ended } = setUp(({ key }) => ({
      ms: key === 'v' ? 100 : 25_000,
    }));
    stage.takeProgram(sampleProgram([video('v', 3_600_000), image('b')]));
    stage.start();
    await clock.advance(1_100);
    current()?.events?.onBroken('broken: it ends in the middle.');
    await clock.advance(500);
    stage.takeProgram(sampleProgram([image('slow')], { id: 'other' }));
    await clock.advance(4_400);
    expect([onScreen(), standby.at(-1)]).toEqual([[], true]);
    expect(ended()).toMatchObject([{ item: 'v', reason: 'failed' }]);
  });

  it('gives the new list its time also where the item had ended before it was withdrawn', async () => {
    const { clock, stage, onScreen, standby } = setUp(({ key }) => ({
      ms: { a: 100, new: 1_500 }[key] ?? 25_000,
    }));
    clock.setNow(Date.parse('2026-01-05T17:59:55Z'));
    stage.takeProgram(sampleProgram([{ ...image('a', 3_600), window: { endTime: '18:00' } }, image('slow')]));
    stage.start();
    await clock.advance(15_000);
    expect(onScreen()).toEqual(['a']);
    stage.takeProgram(sampleProgram([image('new')], { id: 'other' }));
    await clock.advance(2_500);
    expect([onScreen(), standby]).toEqual([['new'], [false, false]]);
  });

  it('does not bring a hanging video back that was withdrawn while its next run was made ready', async () => {
    let runs = 0;
    const { clock, stage, layers, current, onScreen, shown } = setUp(({ key }) => ({
      ms: key === 'v' && ++runs > 1 ? 1_500 : 100,
    }));
    stage.takeProgram(sampleProgram([video('v', 3_600_000)]));
    stage.start();
    await clock.advance(1_000);
    const hanging = current();
    if (hanging !== undefined) hanging.isWedged = true;
    while (runs < 2) await clock.advance(100);
    stage.takeProgram(sampleProgram([image('new')], { id: 'other' }));
    await clock.advance(500);
    expect(onScreen()).toEqual(['new']);
    await clock.advance(60_000);
    expect(shown()).toEqual([
      'v',
      ...shown()
        .slice(1)
        .map(() => 'new'),
    ]);
    expect(layers.filter(({ item, isReleased }) => item.key === 'v' && !isReleased)).toEqual([]);
  });

  it('shows standby at once when everything was withdrawn', async () => {
    const { clock, stage, onScreen, standby, ended } = setUp();
    stage.takeProgram(sampleProgram([image('a', 86_400)]));
    stage.start();
    await clock.advance(1_000);
    stage.takeProgram(sampleProgram([], { id: 'empty' }));
    await clock.advance(100);
    expect(onScreen()).toEqual([]);
    expect(standby.at(-1)).toBe(true);
    expect(ended()).toMatchObject([{ item: 'a', reason: 'program-changed' }]);
  });

  it('ends a video of its own length whose window closes', async () => {
    const { clock, stage, layers, onScreen, ended } = setUp();
    clock.setNow(Date.parse('2026-01-05T17:59:50Z'));
    stage.takeProgram(sampleProgram([{ ...video('v'), window: { endTime: '18:00' } }, image('b')]));
    stage.start();
    await clock.advance(1_000);
    layers[0]?.events?.onEndKnown(3_600_000);
    await clock.advance(11_000);
    expect(onScreen()).toEqual(['b']);
    expect(ended()).toMatchObject([{ item: 'v', reason: 'window-closed' }]);
  });

  it('goes to standby when the list is empty, says so once, and comes back', async () => {
    const { clock, stage, standby, reports, onScreen } = setUp();
    stage.takeProgram(sampleProgram([image('a')]));
    stage.start();
    await clock.advance(500);
    expect(standby).toEqual([false]);
    stage.takeProgram(sampleProgram([], { id: 'empty' }));
    await clock.advance(200_000);
    expect(onScreen()).toEqual([]);
    expect(standby.at(-1)).toBe(true);
    expect(reports.filter(({ kind }) => kind === 'standby')).toEqual([
      { kind: 'standby', program: 'empty', revision: 1 },
    ]);
    stage.takeProgram(sampleProgram([image('b')], { id: 'new' }));
    await clock.advance(500);
    expect(onScreen()).toEqual(['b']);
    expect(standby.at(-1)).toBe(false);
  });

  it('comes at once after a start, and by its transition from an item or from standby', async () => {
    const { clock, stage, transitions } = setUp();
    stage.applySettings({ ...settings, transition: 'cross-fade' });
    stage.takeProgram(sampleProgram([image('a'), image('b')]));
    stage.start();
    await clock.advance(12_000);
    expect(transitions).toEqual(['cut', 'cross-fade']);
    stage.takeProgram(sampleProgram([], { id: 'empty' }));
    await clock.advance(30_000);
    stage.takeProgram(sampleProgram([image('c')], { id: 'new' }));
    await clock.advance(500);
    expect(transitions).toEqual(['cut', 'cross-fade', 'cross-fade']);
  });

  it('wakes from standby at the second at which a window opens', async () => {
    const { clock, stage, onScreen } = setUp();
    clock.setNow(Date.parse('2026-01-05T17:00:00Z'));
    stage.takeProgram(sampleProgram([sampleItem('e', { window: { startTime: '18:00', endTime: '19:00' } })]));
    stage.start();
    await clock.advance(3_599_000);
    expect(onScreen()).toEqual([]);
    await clock.advance(1_200);
    expect(onScreen()).toEqual(['e']);
  });

  it('ends everything at once when nothing is paired any more', async () => {
    const { clock, stage, onScreen, ended } = setUp();
    stage.takeProgram(sampleProgram([image('a')]));
    stage.start();
    await clock.advance(5_000);
    stage.takeProgram(null);
    await clock.advance(50);
    expect(onScreen()).toEqual([]);
    expect(ended()).toMatchObject([{ item: 'a', complete: false, reason: 'program-changed' }]);
  });

  it('shows something at every moment of a long day of failures, and one thing only', async () => {
    const { clock, stage, onScreen, most } = setUp(({ key }) => ({
      ms: key === 'slow' ? 4_000 : 50,
      result: key === 'bad' ? fail('undecodable', 'It cannot be decoded.') : ok(null),
    }));
    stage.takeProgram(sampleProgram([image('a', 3), image('bad', 1), image('slow', 2), image('b', 1)]));
    stage.start();
    await clock.advance(500);
    for (let step = 0; step < 2_000; step += 1) {
      await clock.advance(137);
      expect(onScreen().length).toBe(1);
    }
    expect(most.alive).toBe(3);
  });
});

describe('a stage of a group', () => {
  const grouped = (
    items: readonly ProgramItem[],
    all: readonly ProgramItem[] = items,
    fromMs: number | null = null,
  ) => ({
    slots: all.map(({ key, durationMs, window }) => ({ key, window, lengthMs: durationMs ?? 10_000 })),
    fromMs,
  });
  const list = [image('a'), video('film', 20_000), image('b')];

  it('begins where the others are, and goes on with their boundaries', async () => {
    const { clock, stage, group, onScreen, shown } = setUp();
    // Of the 40 s of the round 33 are over.
    group.zeroMs = 40_000 * 1_000 + 33_000;
    stage.takeProgram(sampleProgram(list, { group: grouped(list) }));
    stage.start();
    await clock.advance(500);
    expect(onScreen()).toEqual(['b']);
    await clock.advance(6_400);
    expect(onScreen()).toEqual(['b']);
    await clock.advance(200);
    expect(onScreen()).toEqual(['a']);
    await clock.advance(40_000);
    expect(shown()).toEqual(['b', 'a', 'film', 'b', 'a']);
  });

  it('puts a video that runs at the others to the place where it will be seen', async () => {
    const { clock, stage, group, begun, onScreen } = setUp();
    group.zeroMs = 40_000 * 1_000 + 15_000;
    stage.takeProgram(sampleProgram(list, { group: grouped(list) }));
    stage.start();
    await clock.advance(2_000);
    expect(onScreen()).toEqual(['film']);
    expect(begun.length).toBe(1);
    const [joined] = begun;
    expect(joined?.placedMs).toBeGreaterThan(5_500);
    expect(Math.abs((joined?.sinceStartMs ?? 0) - (joined?.placedMs ?? 0))).toBeLessThan(45);
    await clock.advance(60_000);
    expect(begun.map(({ item }) => item)).toEqual(['film', 'b', 'a', 'film', 'b']);
    expect(begun.slice(1).every(({ sinceStartMs }) => Math.abs(sinceStartMs) < 45)).toBe(true);
  });

  it('lets the neighbour stand for what is missing, and shows what is late in its middle', async () => {
    const { clock, stage, group, shown, onScreen, layers } = setUp(({ key }) => ({
      ms: key === 'film' ? 14_000 : 100,
    }));
    group.zeroMs = 40_000 * 1_000;
    const here = [list[0], list[1]].flatMap((item) => item ?? []);
    stage.takeProgram(sampleProgram(here, { group: grouped(here, list) }));
    stage.start();
    await clock.advance(13_000);
    expect(onScreen(), 'late').toEqual(['a']);
    await clock.advance(4_000);
    expect(onScreen(), 'joined').toEqual(['film']);
    await clock.advance(22_900);
    expect(onScreen(), 'its last picture').toEqual(['film']);
    expect(layers.filter(({ item }) => item.key === 'film').length).toBe(1);
    await clock.advance(1_000);
    expect(shown()).toEqual(['a', 'film', 'a']);
  });

  it('takes a new list at the first boundary after the moment that all share', async () => {
    const { clock, stage, group, shown } = setUp();
    group.zeroMs = 40_000 * 1_000;
    const other = [image('x', 7), video('film', 20_000), image('y', 6)];
    stage.takeProgram(sampleProgram(list, { group: grouped(list) }));
    stage.start();
    await clock.advance(1_000);
    const fromMs = group.zeroMs + 25_000;
    stage.takeProgram(sampleProgram(other, { id: 'other', group: grouped(other, other, fromMs) }));
    await clock.advance(28_500);
    expect(shown()).toEqual(['a', 'film']);
    await clock.advance(2_000);
    // 40,030 s are 1 s into the round of 33.
    expect(shown()).toEqual(['a', 'film', 'x']);
    await clock.advance(6_500);
    expect(shown()).toEqual(['a', 'film', 'x', 'film']);
  });

  it('lets what was withdrawn go at that very moment, and not before it', async () => {
    const { clock, stage, group, shown } = setUp();
    group.zeroMs = 40_000 * 1_000;
    const other = [image('x', 7), image('y', 6)];
    stage.takeProgram(sampleProgram(list, { group: grouped(list) }));
    stage.start();
    await clock.advance(1_300);
    const fromMs = group.zeroMs + 25_000;
    stage.takeProgram(sampleProgram(other, { id: 'other', group: grouped(other, other, fromMs) }));
    await clock.advance(23_650);
    expect(shown()).toEqual(['a', 'film']);
    await clock.advance(200);
    // 40,025 s are 11 s into the round of thirteen.
    expect(shown()).toEqual(['a', 'film', 'y']);
  });

  it('follows a time that is set anew, within two seconds', async () => {
    const { clock, stage, group, onScreen } = setUp();
    group.zeroMs = 40_000 * 1_000;
    stage.takeProgram(sampleProgram(list, { group: grouped(list) }));
    stage.start();
    await clock.advance(3_000);
    expect(onScreen()).toEqual(['a']);
    group.zeroMs += 29_000;
    await clock.advance(2_000);
    expect(onScreen()).toEqual(['b']);
  });
});

describe('a page that somebody uses', () => {
  /** A page of 30 s and a picture after it, pressed ten seconds after the start. */
  async function pressed(items: readonly ProgramItem[] = [page('map', 30), image('a')]) {
    const set = setUp();
    set.clock.setNow(Date.parse('2026-01-05T17:59:00Z'));
    set.stage.takeProgram(sampleProgram(items));
    set.stage.start();
    await set.clock.advance(10_100);
    const map = set.layers.find(({ item }) => item.key === 'map');
    if (map?.events?.onTouched === undefined) throw new Error('The page is not on the screen.');
    const touch = map.events.onTouched;
    touch('press');
    return { ...set, map, touch };
  }

  it('stands as long as it is used, begins anew and has the rest of its time; all of it is told as one showing', async () => {
    const { clock, touch, onScreen, map, touchViews, shown, ended } = await pressed();
    for (let second = 0; second < 100; second += 1) {
      await clock.advance(1_000);
      touch('use');
    }
    expect(onScreen()).toEqual(['map']);
    await clock.advance(44_900);
    expect(touchViews.at(-1)).toMatchObject({ kind: 'counted', secondsLeft: 1 });
    expect(map.renewals).toBe(0);
    await clock.advance(300);
    expect([map.renewals, touchViews.at(-1)?.kind]).toEqual([1, 'renewed']);
    await clock.advance(300);
    expect(touchViews.at(-1)).toBeNull();
    // Of 30 s it had shown ten.
    await clock.advance(19_000);
    expect(onScreen()).toEqual(['map']);
    await clock.advance(2_000);
    expect(onScreen()).toEqual(['a']);
    expect(shown()).toEqual(['map', 'a']);
    expect(ended()).toMatchObject([{ item: 'map', complete: true, reason: 'duration' }]);
    expect(
      Math.round((ended()[0]?.shownMs ?? 0) / 1_000),
      '30 s, 145 s of use, and the time that it took to begin anew',
    ).toBe(175);
  });

  it('stands anew for ten seconds at least, alone or not', async () => {
    const { clock, onScreen, map } = await pressed([page('map', 11), image('a')]);
    await clock.advance(45_400);
    expect(map.renewals).toBe(1);
    await clock.advance(9_000);
    expect(onScreen()).toEqual(['map']);
    await clock.advance(2_000);
    expect(onScreen()).toEqual(['a']);
  });

  it('keeps a new list waiting that has it still, and leaves at once when it is withdrawn', async () => {
    const { clock, stage, touch, onScreen, layers } = await pressed();
    stage.takeProgram(sampleProgram([page('map', 30), image('b')], { id: 'second' }));
    for (let second = 0; second < 120; second += 1) {
      await clock.advance(1_000);
      touch('use');
    }
    expect(onScreen(), 'longer than any list waits for an item').toEqual(['map']);
    stage.takeProgram(sampleProgram([image('c')], { id: 'third' }));
    await clock.advance(1_500);
    expect(onScreen()).toEqual(['c']);
    expect(layers[0]?.isReleased).toBe(true);
  });

  it('takes over what waited once nobody uses it', async () => {
    const { clock, stage, onScreen } = await pressed();
    stage.takeProgram(sampleProgram([page('map', 30), image('b')], { id: 'second' }));
    await clock.advance(45_400);
    expect(onScreen()).toEqual(['map']);
    await clock.advance(3_000);
    expect(onScreen(), 'the list waited for its 60 s, most of them while the page was used').toEqual(['map']);
    await clock.advance(20_000);
    expect(onScreen()).toEqual(['b']);
  });

  it('goes with the panel and with the pairing, and leaves no count behind', async () => {
    for (const end of ['screen-off', 'unpaired'] as const) {
      const { clock, stage, touchViews, layers } = await pressed();
      await clock.advance(40_000);
      expect(touchViews.at(-1)?.kind).toBe('counted');
      if (end === 'screen-off') stage.stop('screen-off');
      else stage.takeProgram(null);
      await clock.advance(1_000);
      expect(touchViews.at(-1)).toBeNull();
      expect(
        layers.every(({ isReleased }) => isReleased),
        end,
      ).toBe(true);
      await clock.advance(60_000);
      expect(touchViews.at(-1)).toBeNull();
    }
  });

  it('leaves when its hours are over while it is used', async () => {
    const { clock, touch, onScreen } = await pressed([
      { ...page('map', 600), window: { endTime: '18:00' } },
      image('a'),
    ]);
    for (let second = 0; second < 70; second += 1) {
      await clock.advance(1_000);
      touch('use');
    }
    expect(onScreen()).toEqual(['a']);
  });

  it('gives way to the next when it cannot begin anew', async () => {
    const { clock, onScreen, map, reports } = await pressed();
    map.renewed = fail('too-slow', 'The page did not load.');
    await clock.advance(46_500);
    expect(onScreen()).toEqual(['a']);
    expect(reports).toContainEqual(expect.objectContaining({ kind: 'failed', item: 'map' }));
  });

  it('is prepared for nothing meanwhile, and what was prepared before is made anew', async () => {
    const { clock, layers } = await pressed([page('map', 30), page('other', 30)]);
    expect(layers.map(({ item }) => item.key)).toEqual(['map', 'other']);
    await clock.advance(45_400);
    expect(layers[1]?.isReleased, 'it might have stored something in the same place').toBe(true);
    await clock.advance(1_000);
    expect(layers.map(({ item }) => item.key)).toEqual(['map', 'other', 'other']);
  });

  it('is none that cannot be touched', async () => {
    const { clock, stage, layers, shown } = setUp();
    stage.takeProgram(sampleProgram([image('a'), image('b')]));
    stage.start();
    await clock.advance(5_000);
    layers[0]?.events?.onTouched?.('press');
    await clock.advance(10_000);
    expect(shown()).toEqual(['a', 'b']);
  });
});
