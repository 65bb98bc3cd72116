import { describe, expect, it } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createLiveState } from '../../../../src/player/status/live-state.ts';
import { createScreenReports } from '../../../../src/player/screen/screen-reports.ts';
import type { PlaybackReport } from '../../../../src/shared/bridge.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createPlayRecords } from '../../../../src/platform/store/play-records.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleItem } from '../../../support/sample-program.ts';

function setUp() {
  const clock = createFakeClock();
  clock.setNow(Date.parse('2026-05-01T08:00:00Z'));
  const database = openDatabase(':memory:');
  const plays = createPlayRecords(database);
  const unused = (): never => {
    throw new Error('Nobody should ask for this.');
  };
  const live = createLiveState();
  const reports = createScreenReports({
    live,
    plays,
    clock,
    log: createSilentLog(),
    heartbeat: { report: unused },
    onChange: () => undefined,
    playlists: {
      start: unused,
      stop: unused,
      currentProgram: unused,
      accept: unused,
      slotOf: unused,
      withdraw: unused,
      confirmPlaying: () => undefined,
      itemShown: () => undefined,
      keepPlace: unused,
      itemFailed: () => undefined,
      mediaEvent: unused,
      status: () => ({ version: '4', items: 2, offered: null, staged: null }),
      progress: unused,
      problems: unused,
      supplyProblems: unused,
      item: (_program, key) => sampleItem(key),
      holds: unused,
      standInsChanged: unused,
      retryNow: unused,
      forget: unused,
    },
  });
  const shown = (item: string): PlaybackReport => ({ kind: 'shown', program: 'p', revision: 1, item });
  return { clock, reports, plays, shown, live };
}

describe('proof of play', () => {
  it('records each showing with its start, its length and why it ended', async () => {
    const { clock, reports, plays, shown } = setUp();
    reports.report(shown('a'));
    await clock.advance(10_000);
    const ended = { kind: 'ended', program: 'p', item: 'a', shownMs: 10_000, complete: true } as const;
    reports.report({ ...ended, reason: 'duration' });
    reports.report(shown('b'));
    expect([...plays.batches(10)].flat()).toMatchObject([
      {
        startedAtMs: Date.parse('2026-05-01T08:00:00Z'),
        shownMs: 10_000,
        itemId: 'a',
        complete: true,
        reason: 'duration',
        playlistVersion: '4',
      },
    ]);
  });

  it('says that the panel went off, after which nothing plays', async () => {
    const { clock, reports, plays, shown, live } = setUp();
    reports.report(shown('a'));
    expect(live.current?.id).toBe('a');
    await clock.advance(4_000);
    reports.report({
      kind: 'ended',
      program: 'p',
      item: 'a',
      shownMs: 4_000,
      complete: false,
      reason: 'screen-off',
    });
    await clock.advance(3_600_000);
    reports.alive();
    reports.close();
    expect(live.current).toBeNull();
    expect([...plays.batches(10)].flat()).toMatchObject([
      { shownMs: 4_000, complete: false, reason: 'screen-off' },
    ]);
  });

  it('ends what is on the screen when the player stops, once', async () => {
    const { clock, reports, plays, shown } = setUp();
    reports.report(shown('a'));
    await clock.advance(4_000);
    reports.close();
    reports.close();
    expect([...plays.batches(10)].flat()).toMatchObject([
      { shownMs: 4_000, complete: false, reason: 'stopped' },
    ]);
  });

  it('counts a showing whose screen was lost for as long as it was known to live', async () => {
    const { clock, reports, plays, shown } = setUp();
    reports.report(shown('a'));
    await clock.advance(5_000);
    reports.alive();
    await clock.advance(7_000);
    reports.report(shown('a'));
    expect([...plays.batches(10)].flat()).toMatchObject([
      {
        startedAtMs: Date.parse('2026-05-01T08:00:00Z'),
        shownMs: 5_000,
        complete: false,
        reason: 'screen-lost',
      },
    ]);
  });
});
