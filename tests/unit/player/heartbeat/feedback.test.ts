import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { correctionFor, momentOf } from '../../../../src/player/heartbeat/event-time.ts';
import { createEventLimit } from '../../../../src/player/heartbeat/event-limit.ts';
import { toStoredBody } from '../../../../src/player/heartbeat/event-report.ts';
import { toFeedback, toTimestamp, withCode } from '../../../../src/player/heartbeat/feedback.ts';
import { sampleSnapshot, sleepingPanel, unevenBoundaries } from '../../../support/fakes/sample-snapshot.ts';
import { fail } from '../../../../src/shared/result.ts';

const beat = { kind: 'beat', message: null, uptimeSeconds: 61.4 } as const;

describe('toFeedback', () => {
  it('adds no field that docs/server-contract.md does not name', () => {
    const contract = readFileSync('docs/server-contract.md', 'utf8');
    const everything = sampleSnapshot({
      recoveries: { screen: 7, relaunches: 2, safeMode: true },
      problems: [fail('offline', 'Nobody answers.').error],
      clock: { ...sampleSnapshot().clock, verdict: 'wrong' },
      panel: sleepingPanel,
      graphics: { mode: 'compatible', failedAt: null },
      videoDecoder: { name: 'FFmpegVideoDecoder', isHardware: false },
      crashDumps: 2,
    });
    const present = { nowMs: 0, monotonicMs: 0, session: 's', skewMs: 600_000 };
    const names = Object.keys(JSON.parse(toStoredBody(toFeedback(everything, beat), present)) as object);
    expect(names.length).toBeGreaterThan(18);
    expect(
      names.filter((name) => !contract.includes(`\`${name}\``) && !contract.includes(`{${name}`)),
    ).toEqual([]);
  });

  it('says which version this is, which one came before it, and how the last update went', () => {
    const update = {
      phase: 'idle',
      previous: '1.0.0',
      staged: '1.3.0',
      result: { version: '1.2.0', rolledBackFor: 'crashed', at: '2026-01-14T03:31:00.000Z' },
      failure: fail('update-unsigned', 'The update is not signed.').error,
    } as const;
    const told = toFeedback(sampleSnapshot({ appVersion: '1.1.0', update }), beat);
    expect(told).toMatchObject({
      app_version: '1.1.0',
      update_previous: '1.0.0',
      update_staged: '1.3.0',
      update_result: 'rolled-back',
      update_version: '1.2.0',
      update_failure: 'update-unsigned',
    });
    const contract = readFileSync('docs/server-contract.md', 'utf8');
    const names = Object.keys(told).filter((name) => name.startsWith('update_'));
    expect(names.filter((name) => !contract.includes(`\`${name}\``))).toEqual([]);
    const stands = { ...update, result: { ...update.result, rolledBackFor: null } };
    expect(toFeedback(sampleSnapshot({ update: stands }), beat)).toMatchObject({
      update_result: 'installed',
    });
    expect(Object.keys(toFeedback(sampleSnapshot(), beat)).join(' ')).not.toContain('update');
  });

  it('says how often the screen was brought back, and that only images are shown', () => {
    const recoveries = { screen: 7, relaunches: 2, safeMode: true };
    expect(toFeedback(sampleSnapshot({ recoveries }), beat)).toMatchObject({
      recoveries: 7,
      relaunches: 2,
      safe_mode: true,
    });
  });

  it('says that the screen is off, until when, and what turned it', () => {
    const asleep = sampleSnapshot({ state: 'off', panel: sleepingPanel, pixels: { verdict: 'off' } });
    expect(toFeedback(asleep, beat)).toMatchObject({
      status: 'online',
      message: 'The screen is off until 2026-01-06T06:00:00.000Z.',
      screen: 'off',
      panel: 'off',
      panel_reason: 'hours',
      panel_until: '2026-01-06T06:00:00.000Z',
      panel_means: 'cec',
      panel_asked: 'off',
      panel_verified: 'yes',
      panel_detail: 'The panel answered standby.',
      panel_at: '2026-01-05T21:00:01.000Z',
    });
    expect(Object.keys(toFeedback(sampleSnapshot(), beat)).join(' ')).not.toContain('panel');
  });

  it('counts what native crashes left, where there is any', () => {
    expect(toFeedback(sampleSnapshot({ crashDumps: 3 }), beat)).toMatchObject({ crash_dumps: 3 });
    expect(toFeedback(sampleSnapshot({ crashDumps: 0 }), beat)).not.toHaveProperty('crash_dumps');
  });

  it('says how the screen is drawn and what decodes its video', () => {
    const videoDecoder = { name: 'VaapiVideoDecoder', isHardware: true };
    expect(
      toFeedback(sampleSnapshot({ graphics: { mode: 'accelerated', failedAt: null }, videoDecoder }), beat),
    ).toMatchObject({
      graphics: 'accelerated',
      video_decoding: 'hardware',
      video_decoder: 'VaapiVideoDecoder',
    });
  });

  it('carries the fields of the server contract', () => {
    const snapshot = sampleSnapshot({
      playlist: { version: '4', items: 3, offered: '5', staged: '5' },
      current: { id: '12', fileName: 'welcome.jpg', since: '2026-01-15T11:59:00.000Z', until: null },
      cache: { usedBytes: 3_250_000, limitBytes: 10_737_418_240, freeBytes: null },
    });
    expect(toFeedback(snapshot, beat)).toEqual({
      hostname: 'lobby',
      status: 'playing',
      message: 'Playing welcome.jpg.',
      player_name: 'Lobby',
      playlist_version: '4',
      playlist_offered: '5',
      playlist_staged: '5',
      app_version: '0.1.0',
      uptime_s: 61,
      current_item: 'welcome.jpg',
      cache_used_mb: 3.1,
      trust: 'pinned',
      event: 'beat',
    });
  });

  it.each([
    [sampleSnapshot(), beat, 'playing'],
    [sampleSnapshot({ state: 'standby', current: null }), beat, 'online'],
    [sampleSnapshot({ state: 'syncing', current: null }), beat, 'online'],
    [sampleSnapshot(), { ...beat, kind: 'stopping', message: 'x' }, 'restarting'],
    [sampleSnapshot(), { ...beat, kind: 'item-failed', message: 'x' }, 'error'],
    [sampleSnapshot(), { ...beat, kind: 'cache-refused', message: 'x' }, 'error'],
    [sampleSnapshot(), { ...beat, kind: 'playlist-playing', message: 'x' }, 'playing'],
    [sampleSnapshot(), { ...beat, kind: 'trust', message: 'x' }, 'playing'],
    [sampleSnapshot({ connection: 'untrusted' }), { ...beat, kind: 'trust', message: 'x' }, 'error'],
    [sampleSnapshot({ connection: 'untrusted' }), beat, 'playing'],
  ] as const)('says a status that the server knows (%#)', (snapshot, event, status) => {
    expect(toFeedback(snapshot, event).status).toBe(status);
  });

  it.each([
    [{}, 'Playing.'],
    [{ state: 'syncing' }, 'Getting the playlist ready.'],
    [{ state: 'standby' }, 'Standby: no item is due now.'],
    [
      { state: 'standby', playlist: { version: '4', items: 0, offered: '4', staged: null } },
      'Standby: the playlist is empty.',
    ],
    [{ state: 'unpaired' }, 'Not paired.'],
    [{ state: 'off' }, 'The screen is off.'],
  ] as const)('says in a beat what the screen does (%#)', (changes, message) => {
    expect(toFeedback(sampleSnapshot(changes), beat).message).toBe(message);
  });

  it('says what is wrong with the clock, and nothing of one that is right', () => {
    const clock = { ...sampleSnapshot().clock, verdict: 'wrong' } as const;
    expect(toFeedback(sampleSnapshot({ clock }), beat)).toMatchObject({ clock: 'wrong' });
    expect(toFeedback(sampleSnapshot(), beat)).not.toHaveProperty('clock');
  });

  it('tells in whole milliseconds how the boundaries went', () => {
    expect(toFeedback(sampleSnapshot({ transitions: unevenBoundaries }), beat)).toMatchObject({
      boundaries: 80,
      boundaries_held: 1,
      late_p50_ms: 0,
      late_p95_ms: 13,
      late_max_ms: 40,
      dropped_frames: 2,
      repeated_frames: 3,
    });
  });

  it('tells why a panel is on or off as soon as there are hours or a tool, and only what is known', () => {
    const known = { state: 'on', hours: null } as const;
    const withHours = sampleSnapshot({ panel: { ...known, reason: 'hours', until: null, answer: null } });
    const told = toFeedback(withHours, beat);
    expect(Object.keys(told).filter((name) => name.startsWith('panel'))).toEqual(['panel', 'panel_reason']);
    const { answer } = sleepingPanel;
    const withTool = sampleSnapshot({ panel: { ...known, reason: 'always', until: null, answer } });
    expect(toFeedback(withTool, beat)).toMatchObject({ panel: 'on', panel_means: 'cec' });
  });

  it('tells a video that the processor decodes from one that has hardware', () => {
    const videoDecoder = { name: 'FFmpegVideoDecoder', isHardware: false };
    expect(toFeedback(sampleSnapshot({ videoDecoder }), beat)).toMatchObject({ video_decoding: 'software' });
  });

  it('cuts nothing off that fits, and no more than needed', () => {
    const told = (message: string): string =>
      toFeedback(sampleSnapshot(), { ...beat, kind: 'trust', message }).message;
    expect(told('a'.repeat(500))).toBe('a'.repeat(500));
    expect(told('a'.repeat(501))).toBe(`${'a'.repeat(499)}…`);
    expect(told(' two\r\n lines\n')).toBe('two  lines');
  });

  it('makes one readable line of whatever it is told', () => {
    const body = toFeedback(sampleSnapshot(), {
      ...beat,
      kind: 'trust',
      message: `a\nb\t${'c'.repeat(900)}`,
    });
    expect(body.message).toMatch(/^a b c+…$/);
    expect(body.message).toHaveLength(500);
  });

  it('gives what is behind an error', () => {
    const problems = [fail('disk-full', 'The disk is full.').error];
    expect(toFeedback(sampleSnapshot({ problems }), beat)['error_details']).toBe('The disk is full.');
    expect(
      toFeedback(sampleSnapshot({ problems }), { ...beat, kind: 'item-failed', message: 'm', details: 'd' }),
    ).toMatchObject({ error_details: 'd' });
    const own = { ...beat, kind: 'paired', message: 'm' } as const;
    expect(toFeedback(sampleSnapshot({ problems }), own)).not.toHaveProperty('error_details');
  });
});

describe('withCode', () => {
  const report = { hostname: 'h', status: 'online', message: 'm', timestamp: 't' } as const;
  it('adds the code of a screen that was paired by one, and leaves it out otherwise', () => {
    expect(withCode(report, 'QUICK')).toEqual({ ...report, quickconnect_code: 'QUICK' });
    expect(withCode(report, null)).toEqual(report);
  });
});

describe('toTimestamp', () => {
  it('is UTC without Z or offset, which older Pythons cannot read', () => {
    expect(toTimestamp(Date.UTC(2026, 0, 2, 3, 4, 5, 6))).toBe('2026-01-02T03:04:05.006');
    expect(toTimestamp(Number.NaN)).toBe('1970-01-01T00:00:00.000');
  });
});

describe('momentOf', () => {
  it('knows when something happened in this run, whatever the clock said then', () => {
    const recorded = { session: 'a', monotonicMs: 5_000, happenedAtMs: 5_000 };
    const nowMs = Date.UTC(2026, 0, 2);
    expect(momentOf(recorded, { session: 'a', monotonicMs: 65_000, nowMs, skewMs: null })).toBe(
      nowMs - 60_000,
    );
    expect(momentOf(recorded, { session: 'a', monotonicMs: 65_000, nowMs: 0, skewMs: nowMs })).toBe(
      nowMs - 60_000,
    );
    expect(momentOf(recorded, { session: 'b', monotonicMs: 65_000, nowMs, skewMs: null })).toBe(5_000);
  });

  it('corrects only what is off by more than a minute', () => {
    expect([null, 60_000, -60_000, 60_001, -60_001].map(correctionFor)).toEqual([0, 0, 0, 60_001, -60_001]);
  });
});

describe('createEventLimit', () => {
  it('lets five of a kind out at once, then one a minute, and counts the others', () => {
    let now = 0;
    const limit = createEventLimit(() => now);
    const admitted = Array.from({ length: 8 }, () => limit.admit('item-failed').admitted);
    expect(admitted).toEqual([true, true, true, true, true, false, false, false]);
    expect(limit.admit('trust').admitted).toBe(true);
    now = 60_000;
    expect(limit.admit('item-failed')).toEqual({ admitted: true, heldBack: 3 });
    expect(limit.admit('item-failed')).toEqual({ admitted: false, heldBack: 0 });
  });
});
