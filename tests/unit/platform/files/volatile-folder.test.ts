import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  behindLink,
  chooseVolatileFolder,
  settleVolatileFolder,
} from '../../../../src/platform/files/volatile-folder.ts';
import { makeFolder, type MadeFolder } from '../../../support/make-folder.ts';

const isMemory = (): boolean => true;
const FILES = ['last-screen.webp', 'logs', 'metrics.prom', 'plays.json', 'status.json', 'suspects.json'];
const NAMES = ['browser', 'drawing', ...FILES];

let data: MadeFolder;
let memory: MadeFolder;

beforeEach(() => {
  data = makeFolder();
  memory = makeFolder();
  for (const folder of ['browser', 'logs']) mkdirSync(join(data.path, folder));
  writeFileSync(join(data.path, 'browser', 'Local State'), 'on the disk');
  writeFileSync(join(data.path, 'logs', 'player.log'), 'on the disk');
  writeFileSync(join(data.path, 'player.db'), 'acknowledged');
});
afterEach(() => {
  data.remove();
  memory.remove();
});

const inData = (name: string): string => join(data.path, name);
const linked = (): string[] =>
  readdirSync(data.path).filter((name) => lstatSync(inData(name)).isSymbolicLink());

describe.skipIf(process.platform === 'win32')('a folder in memory', () => {
  it('takes log and status at once, the browser at the next start, and nothing that is acknowledged', () => {
    expect(chooseVolatileFolder(data.path, memory.path, isMemory).ok).toBe(true);
    expect(linked().sort()).toEqual([...FILES, 'volatile']);
    expect(readFileSync(inData('browser/Local State'), 'utf8')).toBe('on the disk');

    settleVolatileFolder(data.path, '', isMemory);
    expect(linked().sort()).toEqual([...NAMES, 'volatile'].sort());
    expect(existsSync(inData('browser/Local State'))).toBe(false);
    expect(readFileSync(inData('player.db'), 'utf8')).toBe('acknowledged');

    writeFileSync(inData('logs/player.log'), 'in memory');
    writeFileSync(behindLink(inData('status.json')), '{}');
    const [place] = readdirSync(memory.path);
    expect(readFileSync(join(memory.path, place ?? '', 'logs/player.log'), 'utf8')).toBe('in memory');
    expect(readFileSync(inData('status.json'), 'utf8')).toBe('{}');
    expect(lstatSync(join(memory.path, place ?? '')).mode & 0o777).toBe(0o700);
  });

  it('takes everything before the first start, where the environment names it', () => {
    settleVolatileFolder(data.path, memory.path, isMemory);
    expect(linked().sort()).toEqual([...NAMES, 'volatile'].sort());
  });

  it('is made anew after the machine started', () => {
    chooseVolatileFolder(data.path, memory.path, isMemory);
    settleVolatileFolder(data.path, '', isMemory);
    rmSync(memory.path, { recursive: true });

    settleVolatileFolder(data.path, '', isMemory);
    for (const name of ['browser', 'drawing', 'logs']) {
      expect(realpathSync(inData(name)).startsWith(memory.path), name).toBe(true);
    }
  });

  it('is left when nobody asks for it any longer, and the log of the disk is back', () => {
    chooseVolatileFolder(data.path, memory.path, isMemory);
    settleVolatileFolder(data.path, '', isMemory);

    expect(chooseVolatileFolder(data.path, '', isMemory).ok).toBe(true);
    settleVolatileFolder(data.path, '', isMemory);
    expect(linked()).toEqual([]);
    expect(readFileSync(inData('logs/player.log'), 'utf8')).toBe('on the disk');
  });

  it('is refused by name where it lies on a disk or is no folder, and everything stays on the disk', () => {
    chooseVolatileFolder(data.path, memory.path, isMemory);
    const onDisk = chooseVolatileFolder(data.path, memory.path, () => false);
    expect(onDisk).toMatchObject({
      ok: false,
      error: { code: 'config-volatile-folder', params: { folder: memory.path, reason: 'not in memory' } },
    });
    const noFolder = chooseVolatileFolder(data.path, inData('player.db'), isMemory);
    expect(noFolder).toMatchObject({ ok: false, error: { code: 'config-volatile-folder' } });
    expect(linked()).toEqual([]);
    expect(readFileSync(inData('logs/player.log'), 'utf8')).toBe('on the disk');
  });

  it('changes nothing for who never asked for it', () => {
    const before = readdirSync(data.path);
    expect(chooseVolatileFolder(data.path, '', isMemory).ok).toBe(true);
    settleVolatileFolder(data.path, '', isMemory);
    expect(readdirSync(data.path)).toEqual(before);
  });
});
