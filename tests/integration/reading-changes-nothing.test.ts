import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { makeFolder, type MadeFolder } from '../support/make-folder.ts';
import { startTestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const CODE = 'READ-CODE';
/** Nothing listens there, so the doctor is soon done. */
const CLOSED = '--server=https://127.0.0.1:1';
const commands = (): readonly (readonly string[])[] => [
  ['config', 'export', '--with-secrets'],
  ['config', 'check', join(folder, 'settings.json')],
  ['cache', 'status'],
  ['plays', 'export'],
  ['plays', 'export', '--totals'],
  ['status'],
  ['status', '--json'],
  ['doctor', CLOSED],
  ['diagnostics', `--to=${elsewhere}`],
];

/** A folder as a player leaves it that was killed: with all of its files, and a log of the database. */
let left: MadeFolder;
let places: readonly string[];
let folder: string;
/** Where what a command makes may go. */
let elsewhere: string;
let said: string;

/** Every file and folder with its mode, its time and its bytes. */
function stateOf(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = [root, ...entries.map(({ parentPath, name }) => join(parentPath, name))].sort();
  return Object.fromEntries(
    paths.map((path) => {
      const { mode, mtimeMs } = statSync(path);
      const bytes = statSync(path).isFile() ? readFileSync(path) : '';
      const hash = createHash('sha256').update(bytes).digest('hex');
      return [relative(root, path), `${mode} ${mtimeMs} ${hash}`];
    }),
  );
}

async function run(words: readonly string[]): Promise<number> {
  const commandLine = readCommandLine([...words, `--data-dir=${folder}`], {});
  if (!commandLine.ok || commandLine.value.kind !== 'command') throw new Error(words.join(' '));
  return runCommand(commandLine.value, { appVersion: '1.0.0', updateKeys: [], shell: () => null });
}

async function runAll(): Promise<void> {
  const before = stateOf(folder);
  for (const words of commands()) {
    await run(words);
    expect(stateOf(folder), words.join(' ')).toEqual(before);
  }
}

beforeAll(async () => {
  left = makeFolder();
  const source = makeFolder();
  const simulator = await startSimulator({ players: [{ hostname: 'lobby', code: CODE }] });
  simulator.addUpload('one.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  simulator.setPlaylist('lobby', [simulator.itemFor('one.svg', { type: 'image' })], 1);
  const player = await startTestPlayer(source.path, {
    ...provisionedBy(simulator.origin, 'lobby', CODE),
  });
  await player.until(({ state }) => state === 'playing', 'playing');
  const program = player.playing();
  await player.ask('change-setting', { name: 'volume', value: 40 });
  await player.ask('report-playback', {
    kind: 'ended',
    program: program?.id,
    item: program?.items[0]?.key,
    shownMs: 1_000,
    complete: true,
    reason: 'duration',
  });
  cpSync(source.path, left.path, { recursive: true });
  await player.stop();
  await simulator.stop();
  source.remove();
  places = readdirSync(left.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(left.path, join(parentPath, name)));
}, 30_000);

afterAll(() => {
  left.remove();
});

beforeEach(() => {
  folder = temporaryFolder();
  elsewhere = temporaryFolder();
  cpSync(left.path, folder, { recursive: true, preserveTimestamps: true });
  vi.stubEnv('TMPDIR', temporaryFolder());
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  vi.spyOn(console, 'log').mockImplementation((text) => {
    said += String(text);
  });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  expect(readdirSync(process.env['TMPDIR'] ?? '')).toEqual([]);
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('a command that only reads', () => {
  it('reads what is there, and changes nothing of it', async () => {
    expect(places).toEqual(
      expect.arrayContaining([
        ...['settings.json', 'credentials.bin', 'credentials.key', 'player.db', 'player.db-wal'],
        ...['trust/trust.json', 'trust/trust.copy.json'],
      ]),
    );
    await runAll();
    expect(said).toContain('hostname = lobby');
    expect(said).toContain(CODE);
    expect(said).toContain('one.svg');
    expect(said).toContain('playing: version 1, 1 items, all files here');
    expect(said).toMatch(/\d{4}-\d\d-\d\d,\S+,one\.svg,1,1,1\.000/);
    expect(said).toContain('kept awake   ');
  });

  it.each(['cut in half', 'overwritten', 'gone'])(
    'changes nothing of a folder in which any one file is %s',
    async (damage) => {
      for (const place of places) {
        const path = join(folder, place);
        const bytes = readFileSync(path);
        if (damage === 'cut in half') truncateSync(path, Math.floor(bytes.length / 2));
        if (damage === 'overwritten') writeFileSync(path, Buffer.alloc(bytes.length, '{'));
        if (damage === 'gone') rmSync(path);
        await runAll();
        writeFileSync(path, bytes);
      }
    },
    120_000,
  );

  it('changes nothing where both copies of the trust file are damaged, or no player has run', async () => {
    for (const name of ['trust.json', 'trust.copy.json']) writeFileSync(join(folder, 'trust', name), '{');
    await runAll();
    folder = join(folder, 'nobody');
    for (const words of commands()) await run(words);
    expect(() => statSync(folder)).toThrow();
  });
});
