import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder, type MadeFolder } from '../support/make-folder.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';

const MEMORY = '/dev/shm';

let data: MadeFolder;
let memory: MadeFolder;
let player: TestPlayer | null = null;

beforeEach(() => {
  data = makeFolder();
  memory = makeFolder(existsSync(MEMORY) ? MEMORY : undefined);
});
afterEach(async () => {
  await player?.stop();
  player = null;
  data.remove();
  memory.remove();
});

async function start(folder: string): Promise<TestPlayer> {
  player = await startTestPlayer(data.path, {
    DIGIPLAYER_VOLATILE_FOLDER: folder,
    DIGIPLAYER_METRICS: 'yes',
  });
  await player.ask('sync-now');
  return player;
}

describe.runIf(existsSync(MEMORY))('volatileFolder', () => {
  it('has status and log written in memory under their names, and the database on the disk', async () => {
    const started = await start(memory.path);
    expect(started.log()).toContain('The player starts');
    await started.stop();
    player = null;

    const place = readlinkSync(join(data.path, 'volatile'));
    expect(place.startsWith(memory.path)).toBe(true);
    expect(lstatSync(join(data.path, 'status.json')).isSymbolicLink()).toBe(true);
    const status = readFileSync(join(place, 'status.json'), 'utf8');
    expect(readFileSync(join(data.path, 'status.json'), 'utf8')).toBe(status);
    expect(readFileSync(join(place, 'metrics.prom'), 'utf8')).toContain('# EOF');
    expect(lstatSync(join(data.path, 'metrics.prom')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(place, 'logs/player.log'), 'utf8')).toContain('The player starts');
    expect(lstatSync(join(data.path, 'player.db')).isFile()).toBe(true);
  });

  it('that is no folder in memory is named, and status and log stay on the disk', async () => {
    const started = await start(join(data.path, 'on-the-disk'));
    const named = started.snapshot().problems.find(({ code }) => code === 'config-volatile-folder');
    expect(named?.params).toMatchObject({ folder: join(data.path, 'on-the-disk') });
    expect(started.log()).toContain('volatileFolder');
    expect(lstatSync(join(data.path, 'logs')).isDirectory()).toBe(true);
    expect(existsSync(join(data.path, 'on-the-disk'))).toBe(false);
  });
});
