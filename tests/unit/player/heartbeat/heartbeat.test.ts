import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { FeedbackBody } from '../../../../src/player/heartbeat/feedback.ts';
import { createHeartbeat } from '../../../../src/player/heartbeat/heartbeat.ts';
import type { Heartbeat, HeartbeatDependencies } from '../../../../src/player/heartbeat/heartbeat.ts';
import type { StatusFileContent } from '../../../../src/player/heartbeat/status-file.types.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { Snapshot } from '../../../../src/shared/status.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import type { FakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';

const HOUR_MS = 3_600_000;

describe('createHeartbeat', () => {
  let clock: FakeClock;
  let snapshot: Snapshot;
  let added: { kind: string; body: FeedbackBody }[];
  let written: StatusFileContent[];
  let heartbeat: Heartbeat;
  let dependencies: HeartbeatDependencies;
  let drawn: number;

  beforeEach(() => {
    clock = createFakeClock();
    snapshot = sampleSnapshot();
    added = [];
    written = [];
    drawn = 0.5;
    dependencies = {
      snapshot: () => snapshot,
      outbox: {
        start: () => undefined,
        stop: () => Promise.resolve(),
        add: (kind, body) => added.push({ kind, body }),
        retryNow: () => undefined,
        retryWithin: () => undefined,
        clear: () => undefined,
        status: () => ({ pending: 0, oldest: null }),
      },
      statusFile: { write: (content) => written.push(content), flush: () => Promise.resolve() },
      clock,
      beatSeconds: () => 60,
      log: createSilentLog(),
      random: () => drawn,
    };
    heartbeat = createHeartbeat(dependencies);
    onTestFinished(() => heartbeat.stop());
  });
  const beats = (): FeedbackBody[] => added.filter(({ kind }) => kind === 'beat').map(({ body }) => body);

  it('beats at the start and then every minute, with status.json each time', async () => {
    heartbeat.start();
    heartbeat.start();
    expect(beats()).toHaveLength(1);
    await clock.advance(5 * 60_000);
    expect(beats()).toHaveLength(6);
    expect(written).toHaveLength(6);
    expect(beats().map(({ uptime_s }) => uptime_s)).toEqual([0, 60, 120, 180, 240, 300]);
    await heartbeat.stop();
    await clock.advance(HOUR_MS);
    expect(beats()).toHaveLength(6);
    expect(clock.pendingTimers()).toBe(0);
  });

  it.each([
    ['the first', 0, 30_000],
    ['the first', 0.999_99, 89_999],
  ])('spreads %s beat after a start by half (drawn %d)', async (_, first, expected) => {
    drawn = first;
    heartbeat.start();
    await clock.advance(expected - 1);
    expect(beats()).toHaveLength(1);
    await clock.advance(2);
    expect(beats()).toHaveLength(2);
  });

  it('spreads each beat after that by a tenth either way', async () => {
    heartbeat.start();
    drawn = 0;
    await clock.advance(60_000);
    expect(beats()).toHaveLength(2);
    await clock.advance(53_999);
    expect(beats()).toHaveLength(2);
    drawn = 0.999_99;
    await clock.advance(1);
    expect(beats()).toHaveLength(3);
    await clock.advance(65_990);
    expect(beats()).toHaveLength(3);
    await clock.advance(20);
    expect(beats()).toHaveLength(4);
  });

  it('spreads the beat after one out of turn by half: a fleet whose server came back beats together only once', async () => {
    heartbeat.start();
    await clock.advance(60_000);
    drawn = 0;
    snapshot = sampleSnapshot({ connection: 'offline' });
    heartbeat.changed();
    await clock.advance(1_000);
    expect(beats()).toHaveLength(3);
    await clock.advance(29_999);
    expect(beats()).toHaveLength(3);
    await clock.advance(1);
    expect(beats()).toHaveLength(4);
  });

  it('beats at once when state or connection changes, and then a minute later', async () => {
    heartbeat.start();
    await clock.advance(30_000);
    snapshot = sampleSnapshot({ connection: 'offline' });
    heartbeat.changed();
    await clock.advance(0);
    expect(beats()).toHaveLength(2);
    await clock.advance(59_999);
    expect(beats()).toHaveLength(2);
    await clock.advance(1);
    expect(beats()).toHaveLength(3);
  });

  it('writes status.json at every change, and beats for none but state and connection', async () => {
    heartbeat.start();
    snapshot = sampleSnapshot({ current: null });
    heartbeat.changed();
    await clock.advance(5_000);
    expect(written.at(-1)?.current).toBeNull();
    expect(beats()).toHaveLength(1);
  });

  it('does not make a storm of a connection that flaps', async () => {
    heartbeat.start();
    for (let change = 0; change < 100; change += 1) {
      snapshot = sampleSnapshot({ connection: change % 2 === 0 ? 'offline' : 'online' });
      heartbeat.changed();
      await clock.advance(100);
    }
    expect(beats().length).toBeLessThanOrEqual(12);
    expect(written.length).toBeGreaterThanOrEqual(100);
  });

  it('says nothing to anybody while the screen is unpaired, but writes status.json', async () => {
    snapshot = sampleSnapshot({ state: 'unpaired' });
    heartbeat.start();
    heartbeat.report('started', 'Started.');
    await clock.advance(HOUR_MS);
    expect(added).toEqual([]);
    expect(written.length).toBeGreaterThan(50);
  });

  it('reports events, holds back too many of a kind, and says how many', async () => {
    for (let index = 0; index < 20; index += 1)
      heartbeat.report('item-failed', 'a.mp4 failed.', { details: 'decode' });
    heartbeat.report('recovered', 'All is well.');
    expect(added.map(({ body }) => body['event'])).toEqual([
      ...Array<string>(5).fill('item-failed'),
      'recovered',
    ]);
    expect(added[0]).toMatchObject({ kind: 'event', body: { status: 'error', error_details: 'decode' } });
    await clock.advance(60_000);
    heartbeat.report('item-failed', 'a.mp4 failed.');
    expect(added.at(-1)?.body.message).toBe('a.mp4 failed. (15 more like it were held back.)');
  });

  it('writes status.json a last time when it stops, and beats no more whatever changes', async () => {
    heartbeat.start();
    await heartbeat.stop();
    expect(written).toHaveLength(2);
    snapshot = sampleSnapshot({ connection: 'offline' });
    heartbeat.changed();
    await clock.advance(HOUR_MS);
    expect(beats()).toHaveLength(1);
    expect(written.at(-1)?.connection).toBe('offline');
  });

  it('counts how long the player runs from when it was made', async () => {
    await clock.advance(90_000);
    heartbeat.start();
    heartbeat.report('started', 'Started.');
    expect(added.map(({ body }) => body['uptime_s'])).toEqual([90, 90]);
    const later = createHeartbeat({ ...dependencies, clock });
    later.report('started', 'Started.');
    expect(added.at(-1)?.body['uptime_s']).toBe(0);
  });

  it('goes on beating when the clock jumps', async () => {
    heartbeat.start();
    for (const jump of [0, Date.UTC(2099, 0, 1), Date.UTC(2026, 5, 1)]) {
      clock.setNow(jump);
      await clock.advance(10 * 60_000);
    }
    expect(beats()).toHaveLength(31);
  });
});
