import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readZip } from '../support/read-zip.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PROFILE = 'export PATH="$HOME/bin:$PATH"\n';
const FOREIGN_NAME = 'ab'.repeat(32);

let home: string;
let data: string;
let player: TestPlayer | null = null;

beforeEach(() => {
  home = temporaryFolder();
  data = join(home, 'data');
});
afterEach(async () => {
  await player?.stop();
  player = null;
});

async function start(environment: Record<string, string>): Promise<TestPlayer> {
  player = await startTestPlayer(data, environment);
  await player.ask('sync-now');
  return player;
}

function codesOf(started: TestPlayer): string[] {
  return started.snapshot().problems.map(({ code }) => code);
}

describe('a log file that a setting names', () => {
  it('is not one that somebody else wrote: not a line goes into it, and the log is kept in the data folder', async () => {
    const profile = join(home, '.profile');
    writeFileSync(profile, PROFILE);
    const started = await start({ DIGIPLAYER_LOG_FILE: profile });
    expect(readFileSync(profile, 'utf8')).toBe(PROFILE);
    expect(started.log()).toContain('The player starts');
    expect(codesOf(started)).toContain('config-foreign-path');
  });

  it.each([
    ['a link', symlinkSync],
    ['a second name', linkSync],
  ])('is not %s of another file', async (_what, name) => {
    const target = join(home, 'authorized_keys');
    writeFileSync(target, '');
    name(target, join(home, 'screen.log'));
    await start({ DIGIPLAYER_LOG_FILE: join(home, 'screen.log') });
    expect(readFileSync(target, 'utf8')).toBe('');
  });

  it('is used when it is new, and again at the next start', async () => {
    const file = join(home, 'logs', 'screen.log');
    await (await start({ DIGIPLAYER_LOG_FILE: file })).stop();
    const before = readFileSync(file, 'utf8');
    const again = await start({ DIGIPLAYER_LOG_FILE: file });
    expect(readFileSync(file, 'utf8').length).toBeGreaterThan(before.length);
    expect(codesOf(again)).not.toContain('config-foreign-path');
  });
});

describe('a media folder that a setting names', () => {
  const foreign = (): string => {
    const folder = join(home, 'pictures');
    mkdirSync(join(folder, 'part'), { recursive: true });
    writeFileSync(join(folder, FOREIGN_NAME), 'a file of somebody');
    writeFileSync(join(folder, 'part', 'letter.odt'), 'another one');
    return folder;
  };

  it('loses nothing that is not ours: the player takes a folder of its own within it', async () => {
    const folder = foreign();
    const started = await start({ DIGIPLAYER_CACHE_DIR: folder });
    await started.stop();
    expect(readFileSync(join(folder, FOREIGN_NAME), 'utf8')).toBe('a file of somebody');
    expect(readFileSync(join(folder, 'part', 'letter.odt'), 'utf8')).toBe('another one');
    expect(existsSync(join(folder, 'digiplayer-media', 'part'))).toBe(true);
    expect(codesOf(started)).toContain('config-foreign-path');
  });

  it('is used itself where it was empty, and stays the player’s whatever somebody puts into it', async () => {
    const folder = join(home, 'disk');
    mkdirSync(join(folder, 'lost+found'), { recursive: true });
    await (await start({ DIGIPLAYER_CACHE_DIR: folder })).stop();
    writeFileSync(join(folder, FOREIGN_NAME), 'put there later');
    writeFileSync(join(folder, 'part', 'letter.odt'), 'as was this');
    const again = await start({ DIGIPLAYER_CACHE_DIR: folder });
    await again.stop();
    expect(codesOf(again)).not.toContain('config-foreign-path');
    expect(readdirSync(folder)).not.toContain('digiplayer-media');
    expect(readFileSync(join(folder, FOREIGN_NAME), 'utf8')).toBe('put there later');
    expect(readFileSync(join(folder, 'part', 'letter.odt'), 'utf8')).toBe('as was this');
  });
});

describe('the diagnostics', () => {
  it('take the player’s own logs and nothing that is only named like them', async () => {
    mkdirSync(join(data, 'logs'), { recursive: true });
    for (const name of ['player-passwords.txt', 'player.log.bak', 'player.1.log'])
      writeFileSync(join(data, 'logs', name), 'SECRET-OF-SOMEBODY');
    const started = await start({});
    const written = await started.ask('export-diagnostics', { folder: null, browser: '' });
    if (!written.ok) throw new Error(written.error.message);
    const text = Object.values(readZip((written.value as { path: string }).path)).join('\n');
    expect(text).toContain('The player starts');
    expect(text).not.toContain('SECRET-OF-SOMEBODY');
  });
});
