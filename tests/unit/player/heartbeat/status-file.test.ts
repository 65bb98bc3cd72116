import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStatusFile, toStatusFile } from '../../../../src/player/heartbeat/status-file.ts';
import type { StatusFileContent } from '../../../../src/player/heartbeat/status-file.types.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { CertificateSummary, Snapshot } from '../../../../src/shared/status.ts';
import { sampleSnapshot, sleepingPanel, unevenBoundaries } from '../../../support/fakes/sample-snapshot.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const certificate: CertificateSummary = {
  subject: 'server',
  issuer: 'server',
  fingerprint: 'AB'.repeat(32),
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2027-01-01T00:00:00.000Z',
  daysLeft: 351,
  warnings: [],
};
const statusFileOf = (snapshot: Snapshot): StatusFileContent =>
  toStatusFile(snapshot, { nowMs: Date.UTC(2026, 0, 15, 12), beatSeconds: 60 });

describe('toStatusFile', () => {
  it('has exactly the form that other programs rely on', () => {
    const snapshot = sampleSnapshot({
      playlist: { version: '4', items: 3, offered: '5', staged: '5' },
      current: { id: '12', fileName: 'welcome.jpg', since: '2026-01-15T11:59:00.000Z', until: null },
      awake: { wanted: true, heldBy: ['xset'], failed: ['systemd-inhibit'] },
      outbox: { pending: 2, oldest: '2026-01-15T11:58:00.000Z' },
      update: {
        phase: 'idle',
        previous: '1.0.0',
        staged: null,
        result: { version: '1.2.0', rolledBackFor: 'silent', at: '2026-01-14T03:31:00.000Z' },
        failure: null,
      },
      stick: {
        at: '2026-01-14T09:00:00.000Z',
        outcome: 'refused',
        failure: { code: 'stick-older', message: 'Old.' },
      },
      trust: { mode: 'pinned', current: certificate, announced: null, refused: null },
      lastRecovery: { at: '2026-01-15T03:00:00.000Z', cause: 'black', detail: null },
      start: { reason: 'nightly', cause: null },
      graphics: { mode: 'compatible', failedAt: '2026-01-15T11:00:00.000Z' },
      videoDecoder: { name: 'FFmpegVideoDecoder', isHardware: false },
      problems: [{ code: 'offline', message: 'The server does not answer.' }],
    });
    expect(statusFileOf(snapshot)).toEqual({
      state: 'playing',
      connection: 'online',
      trust: 'pinned',
      certificate: { valid_until: '2027-01-01T00:00:00.000Z', days_left: 351 },
      clock: { verdict: 'right', correction_s: null },
      group_clock: null,
      player: { id: '1', name: 'Lobby', hostname: 'lobby', orientation: 'landscape' },
      playlist: { version: '4', items: 3, offered: '5', staged: '5' },
      progress: null,
      current: { id: '12', file_name: 'welcome.jpg', since: '2026-01-15T11:59:00.000Z', until: null },
      transitions: null,
      pixels: null,
      recoveries: { screen: 0, relaunches: 0, safe_mode: false },
      last_recovery: { at: '2026-01-15T03:00:00.000Z', message: 'The screen was black.' },
      started: { at: '2026-01-05T09:00:00.000Z', reason: 'nightly', cause: null },
      problems: [{ code: 'offline', message: 'The server does not answer.' }],
      awake: { wanted: true, held_by: ['xset'], failed: ['systemd-inhibit'] },
      cache: { used_bytes: 12_000_000, limit_bytes: 10_737_418_240, free_bytes: 41_200_000_000 },
      panel: {
        state: 'on',
        reason: 'always',
        until: null,
        hours: null,
        hours_by: null,
        means: null,
        asked: null,
        verified: null,
        detail: null,
        at: null,
      },
      stick: { at: '2026-01-14T09:00:00.000Z', outcome: 'refused', failure: 'stick-older', message: 'Old.' },
      last_contact: '2026-01-05T10:00:00.000Z',
      update: {
        previous: '1.0.0',
        staged: null,
        result: 'rolled-back',
        result_version: '1.2.0',
        result_at: '2026-01-14T03:31:00.000Z',
        failure: null,
      },
      outbox: { pending: 2, oldest: '2026-01-15T11:58:00.000Z' },
      app_version: '0.1.0',
      shell: 'chromium',
      secret_backend: 'key-file',
      graphics: { mode: 'compatible', failed_at: '2026-01-15T11:00:00.000Z' },
      video_decoder: { name: 'FFmpegVideoDecoder', hardware: false },
      pid: 4_711,
      written_at: '2026-01-15T12:00:00.000Z',
      beat_seconds: 60,
    });
  });

  it('says that the panel is off, by which hours and by what', () => {
    expect(statusFileOf(sampleSnapshot({ panel: sleepingPanel, pixels: { verdict: 'off' } }))).toMatchObject({
      pixels: 'off',
      panel: {
        state: 'off',
        reason: 'hours',
        until: '2026-01-06T06:00:00.000Z',
        hours: 'mon-fri 07:00-22:00; sat-sun off',
        hours_by: 'server',
        means: 'cec',
        asked: 'off',
        verified: 'yes',
        detail: 'The panel answered standby.',
        at: '2026-01-05T21:00:01.000Z',
      },
    });
  });

  it('says how far a download has come', () => {
    const progress = {
      filesDone: 2,
      filesTotal: 5,
      bytesDone: 1_000,
      bytesTotal: null,
      bytesPerSecond: 250.4,
      secondsLeft: 12.6,
    };
    expect(statusFileOf(sampleSnapshot({ progress })).progress).toEqual({
      files_done: 2,
      files_total: 5,
      bytes_done: 1_000,
      bytes_total: null,
      bytes_per_second: 250,
      seconds_left: 13,
    });
  });

  it('tells how often the screen was brought back', () => {
    const recoveries = { screen: 7, relaunches: 2, safeMode: true };
    expect(statusFileOf(sampleSnapshot({ recoveries })).recoveries).toEqual({
      screen: 7,
      relaunches: 2,
      safe_mode: true,
    });
  });

  it('tells in whole milliseconds how the boundaries went, and what the pixels said', () => {
    const pixels = { verdict: 'black', luma: 0, variance: 0, change: 0 } as const;
    expect(statusFileOf(sampleSnapshot({ transitions: unevenBoundaries, pixels }))).toMatchObject({
      transitions: {
        count: 80,
        held: 1,
        late_p50_ms: 0,
        late_p95_ms: 13,
        late_max_ms: 40,
        dropped_frames: 2,
        repeated_frames: 3,
      },
      pixels: 'black',
    });
  });

  it('tells by what time a group goes, and by how much the clock is corrected', () => {
    const groupClock = { group: 'hall', source: 'ntp', errorMs: 3, ageSeconds: 20 } as const;
    const clock = { ...sampleSnapshot().clock, verdict: 'wrong', correctionMs: 90_600 } as const;
    expect(statusFileOf(sampleSnapshot({ groupClock, clock }))).toMatchObject({
      clock: { verdict: 'wrong', correction_s: 91 },
      group_clock: { group: 'hall', source: 'ntp', error_ms: 3, age_s: 20 },
    });
  });

  it('tells why the screen was brought back, with what is known of it', () => {
    const at = '2026-01-15T03:00:00.000Z';
    const lastRecovery = { at, cause: 'lost', detail: 'crashed' } as const;
    expect(statusFileOf(sampleSnapshot({ lastRecovery })).last_recovery).toEqual({
      at,
      message: 'The window was lost (crashed).',
    });
  });

  it('tells of a stick that plays, an update that failed, and a start whose reason is not known yet', () => {
    const stick = { at: '2026-01-14T09:00:00.000Z', outcome: 'plays', failure: null } as const;
    const failure = { code: 'update-unsigned', message: 'The update is not signed.' } as const;
    const update = { ...sampleSnapshot().update, failure };
    expect(statusFileOf(sampleSnapshot({ stick, update, start: null }))).toMatchObject({
      stick: { outcome: 'plays', failure: null, message: null },
      update: { result: null, failure: 'update-unsigned' },
      started: { reason: null, cause: null },
    });
    const start = { reason: 'crash', cause: 'SIGKILL' } as const;
    expect(statusFileOf(sampleSnapshot({ start })).started).toMatchObject(start);
  });

  it('says null where nothing plays', () => {
    expect(statusFileOf(sampleSnapshot({ current: null, state: 'standby' })).current).toBeNull();
  });

  it('does not hold the code that waits on the pairing screen', () => {
    const prefill = { address: 'https://s', hostname: 'h', code: 'QUICK-1' };
    expect(JSON.stringify(statusFileOf(sampleSnapshot({ prefill })))).not.toContain('QUICK-1');
  });
});

describe('createStatusFile', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder, 'status.json');
  });
  const content = (pending: number): StatusFileContent =>
    statusFileOf(sampleSnapshot({ outbox: { pending, oldest: null } }));
  const read = (): { outbox: { pending: number } } =>
    JSON.parse(readFileSync(path, 'utf8')) as { outbox: { pending: number } };

  it('writes the newest of a burst, mode 600, and leaves no draft behind', async () => {
    writeFileSync(`${path}.draft`, 'left by a power cut');
    chmodSync(`${path}.draft`, 0o644);
    const file = createStatusFile(path, createSilentLog());
    for (let pending = 0; pending <= 500; pending += 1) file.write(content(pending));
    await file.flush();
    expect(read().outbox.pending).toBe(500);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['status.json']);
  });

  it('is whole whenever somebody reads it', async () => {
    const file = createStatusFile(path, createSilentLog());
    file.write(content(0));
    await file.flush();
    for (let pending = 1; pending <= 40; pending += 1) {
      file.write(content(pending));
      const flushed = file.flush();
      expect([pending - 1, pending]).toContain(read().outbox.pending);
      await new Promise((resolve) => setImmediate(resolve));
      expect([pending - 1, pending]).toContain(read().outbox.pending);
      await flushed;
    }
  });

  it('names a disk that refuses once, and again after it took one', async () => {
    const warn = vi.fn();
    const lost = join(folder, 'gone', 'status.json');
    const file = createStatusFile(lost, { ...createSilentLog(), warn });
    file.write(content(1));
    await file.flush();
    file.write(content(2));
    await file.flush();
    expect(warn).toHaveBeenCalledTimes(1);
    mkdirSync(join(folder, 'gone'));
    file.write(content(3));
    await file.flush();
    expect(existsSync(lost)).toBe(true);
    rmSync(join(folder, 'gone'), { recursive: true });
    file.write(content(4));
    await file.flush();
    expect(warn).toHaveBeenCalledTimes(2);
  });
});
