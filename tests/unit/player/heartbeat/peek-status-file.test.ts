import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { peekStatusFile } from '../../../../src/player/heartbeat/peek-status-file.ts';
import { toStatusFile } from '../../../../src/player/heartbeat/status-file.ts';
import { sampleSnapshot, sleepingPanel } from '../../../support/fakes/sample-snapshot.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const nothingSpecial = toStatusFile(
  sampleSnapshot({ problems: [{ code: 'offline', message: 'No answer.', params: { host: 'server' } }] }),
  { nowMs: Date.UTC(2026, 0, 15, 12), beatSeconds: 60 },
);

/** Of a player of which there is something to tell in every part. */
const everything = {
  ...toStatusFile(
    sampleSnapshot({
      current: { id: '12', fileName: 'welcome.jpg', since: '2026-01-15T11:59:00.000Z', until: null },
      panel: sleepingPanel,
      lastRecovery: { at: '2026-01-15T03:00:00.000Z', cause: 'black', detail: null },
      groupClock: { group: 'hall', source: 'ntp', errorMs: 3, ageSeconds: 20 },
      stick: { at: '2026-01-14T09:00:00.000Z', outcome: 'plays', failure: null },
      problems: [{ code: 'offline', message: 'No answer.' }],
    }),
    { nowMs: Date.UTC(2026, 0, 15, 12), beatSeconds: 60 },
  ),
  certificate: { valid_until: '2027-01-01T00:00:00.000Z', days_left: 351 },
  progress: { files_done: 2, files_total: 5 },
  transitions: { late_max_ms: 40, dropped_frames: 2 },
};

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'status.json');
});

/** What is read of `content`, one value of which, at `place` (`player.id`), is another. */
function peekWith(place: string, value: unknown, content: object = everything): unknown {
  const changed = structuredClone(content) as Record<string, unknown>;
  const names = place.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce((part, name) => part[name] as Record<string, unknown>, changed);
  expect(parent, place).toHaveProperty(last);
  parent[last] = value;
  writeFileSync(path, JSON.stringify(changed));
  return peekStatusFile(path);
}

describe('peekStatusFile', () => {
  it.each([nothingSpecial, everything])('reads back all that the player writes (%#)', (content) => {
    writeFileSync(path, JSON.stringify(content));
    expect(peekStatusFile(path)).toEqual(JSON.parse(JSON.stringify(content)));
  });

  it('takes a file of an older player, and of a newer one what it does not know', () => {
    const { state, connection, trust, player, playlist, outbox, app_version, shell, pid } = nothingSpecial;
    const known = {
      state,
      connection,
      trust,
      player,
      playlist,
      current: null,
      outbox,
      app_version,
      shell,
      pid,
    };
    const older = {
      ...{ ...known, recoveries: {}, cache: { used_bytes: 1, limit_bytes: 2 }, screen_hours: 'off' },
      ...{ progress: {}, transitions: {}, panel: { state: 'on', reason: 'always' }, update: {} },
      stick: { at: '2026-01-14T09:00:00.000Z', outcome: 'server' },
    };
    writeFileSync(path, JSON.stringify(older));
    expect(peekStatusFile(path)).toEqual({
      ...older,
      ...{ written_at: null, beat_seconds: 60, problems: [], certificate: null, started: null },
      ...{ last_recovery: null, awake: null, group_clock: null, last_contact: null },
      recoveries: { screen: 0, relaunches: 0, safe_mode: false },
      cache: { used_bytes: 1, limit_bytes: 2, free_bytes: null },
      progress: { files_done: 0, files_total: 0 },
      transitions: { late_max_ms: 0, dropped_frames: 0 },
      panel: {
        ...{ state: 'on', reason: 'always', until: null, hours: null, means: null, detail: null, at: null },
        ...{ asked: null, verified: null },
      },
      update: { previous: null, staged: null, failure: null, result: null, result_version: null },
      stick: { ...older.stick, failure: null, message: null },
    });
  });

  it.each([
    ...[
      'state',
      'connection',
      'trust',
      'last_contact',
      'app_version',
      'shell',
      'pid',
      'written_at',
      'beat_seconds',
    ],
    ...['certificate.valid_until', 'certificate.days_left', 'player.id', 'player.name', 'player.hostname'],
    ...['player.orientation', 'playlist.version', 'playlist.items', 'playlist.offered', 'playlist.staged'],
    ...['progress.files_done', 'progress.files_total', 'current.file_name', 'current.since', 'current.until'],
    ...[
      'transitions.late_max_ms',
      'transitions.dropped_frames',
      'recoveries.screen',
      'recoveries.relaunches',
    ],
    ...['recoveries.safe_mode', 'last_recovery.at', 'last_recovery.message', 'started.at', 'started.reason'],
    ...[
      'started.cause',
      'problems.0.code',
      'problems.0.message',
      'awake.wanted',
      'awake.held_by',
      'awake.held_by.0',
    ],
    ...[
      'cache.used_bytes',
      'cache.limit_bytes',
      'cache.free_bytes',
      'panel.state',
      'panel.reason',
      'panel.until',
    ],
    ...['panel.hours', 'panel.means', 'panel.detail', 'panel.at', 'panel.asked', 'panel.verified'],
    ...['update.previous', 'update.staged', 'update.failure', 'update.result', 'update.result_version'],
    ...['group_clock.group', 'group_clock.source', 'group_clock.error_ms', 'group_clock.age_s'],
    ...['outbox.pending', 'outbox.oldest'],
  ])('takes nothing from a file in which %s is of another kind', (place) => {
    expect(peekWith(place, { is: 'no such thing' })).toBeNull();
  });

  it.each([
    ...['on', 'off', null].map((value) => ['panel.asked', value]),
    ...['yes', 'no', 'unknown', null].map((value) => ['panel.verified', value]),
    ...['ntp', 'server', 'machine'].map((value) => ['group_clock.source', value]),
    ...['reading', 'plays', 'server', 'refused'].map((value) => ['stick.outcome', value]),
  ])('knows %s %j', (place, value) => {
    const [part = '', name = ''] = String(place).split('.');
    expect(peekWith(`${part}.${name}`, value)).toMatchObject({ [part]: { [name]: value } });
  });

  it.each(['at', 'outcome', 'failure', 'message'])(
    'tells all but the stick where its %s is one of another player',
    (name) => {
      expect(peekWith(`stick.${name}`, 7)).toEqual({ ...everything, stick: null });
    },
  );

  it.each([
    ['pid', 0],
    ['pid', 1.5],
    ['beat_seconds', 0],
  ])('is null where %s is %d, which no player has', (place, value) => {
    expect(peekWith(place, value)).toBeNull();
  });

  it.each(['', '{', 'null', '[]', '{"state": 7}', '['.repeat(5_000)])('is null for %j', (text) => {
    writeFileSync(path, text);
    expect(peekStatusFile(path)).toBeNull();
  });

  it('is null for none, a folder, and a file that no player writes', () => {
    expect(peekStatusFile(path)).toBeNull();
    writeFileSync(path, JSON.stringify(everything).padEnd(1_048_577));
    expect(peekStatusFile(path)).toBeNull();
    truncateSync(path, 1_048_576);
    expect(peekStatusFile(path)).not.toBeNull();
    mkdirSync(`${path}.d`);
    expect(peekStatusFile(`${path}.d`)).toBeNull();
  });

  it('parses nothing that is nested deeper than a status is', () => {
    const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown;
    writeFileSync(path, JSON.stringify({ ...everything, of_a_newer_player: deep }));
    expect(peekStatusFile(path)).toBeNull();
  });

  it('follows the link by which others know the file', () => {
    writeFileSync(`${path}.volatile`, JSON.stringify(everything));
    symlinkSync(`${path}.volatile`, path);
    expect(peekStatusFile(path)).toMatchObject({ state: 'playing' });
  });
});
