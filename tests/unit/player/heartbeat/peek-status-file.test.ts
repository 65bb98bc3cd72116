import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { peekStatusFile } from '../../../../src/player/heartbeat/peek-status-file.ts';
import { toStatusFile } from '../../../../src/player/heartbeat/status-file.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const content = toStatusFile(
  sampleSnapshot({ problems: [{ code: 'offline', message: 'No answer.', params: { host: 'server' } }] }),
  { nowMs: Date.UTC(2026, 0, 15, 12), beatSeconds: 60 },
);

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'status.json');
});

describe('peekStatusFile', () => {
  it('reads back all that the player writes', () => {
    writeFileSync(path, JSON.stringify(content));
    expect(peekStatusFile(path)).toEqual(JSON.parse(JSON.stringify(content)));
  });

  it('takes a file of an older player, and of a newer one what it does not know', () => {
    const { written_at, beat_seconds, problems, certificate, started, last_recovery, ...older } = content;
    expect([written_at, beat_seconds, problems, certificate, started, last_recovery]).toHaveLength(6);
    writeFileSync(path, JSON.stringify({ ...older, screen_hours: 'off' }));
    expect(peekStatusFile(path)).toMatchObject({
      ...{ written_at: null, beat_seconds: 60, problems: [], certificate: null, started: null },
      screen_hours: 'off',
    });
  });

  it.each(['', '{', 'null', '[]', '{"state": 7}', '['.repeat(5_000)])('is null for %j', (text) => {
    writeFileSync(path, text);
    expect(peekStatusFile(path)).toBeNull();
  });

  it('is null for none, a folder, and a file that no player writes', () => {
    expect(peekStatusFile(path)).toBeNull();
    writeFileSync(path, JSON.stringify(content));
    truncateSync(path, 5_000_000);
    expect(peekStatusFile(path)).toBeNull();
    mkdirSync(`${path}.d`);
    expect(peekStatusFile(`${path}.d`)).toBeNull();
  });
});
