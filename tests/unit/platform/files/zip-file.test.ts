import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { createZipFile, entryName } from '../../../../src/platform/files/zip-file.ts';
import { readZip } from '../../../support/read-zip.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'a.zip');
});
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a zip file', () => {
  it('holds what was written piece by piece, mode 600, and has its name only once it is whole', async () => {
    const zip = await createZipFile(path, Date.UTC(2026, 0, 15));
    await zip.add('one.txt', [bytes('first '), bytes('second')]);
    expect(existsSync(path)).toBe(false);
    await zip.add('logs/two.txt', [bytes('ä'.repeat(200_000))]);
    await zip.add('empty.txt', []);
    await zip.finish();
    expect(readZip(path)).toEqual({
      'one.txt': 'first second',
      'logs/two.txt': 'ä'.repeat(200_000),
      'empty.txt': '',
    });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['a.zip']);
  });

  it('has the marks that every reader looks for', async () => {
    const zip = await createZipFile(path, Date.UTC(2026, 0, 15));
    await zip.add('one.txt', [bytes('first')]);
    await zip.finish();
    const content = readFileSync(path);
    expect(content.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(content.subarray(-22, -18).toString('latin1')).toBe('PK\u0005\u0006');
  });

  it('is on the disk while its pieces come: no more than a few of them are in memory', async () => {
    const PIECE = 65_536;
    const behind: number[] = [];
    function* pieces(): Generator<Uint8Array> {
      for (let taken = 0; taken < 32; taken += 1) {
        behind.push(taken * PIECE - statSync(`${path}.partial`).size);
        yield randomBytes(PIECE);
      }
    }
    const zip = await createZipFile(path, 0);
    await zip.add('large.bin', pieces());
    await zip.finish();
    expect(Math.max(...behind)).toBeLessThan(4 * PIECE);
    expect(unzipSync(readFileSync(path))['large.bin']?.length).toBe(32 * PIECE);
  });

  it.each([0, Date.UTC(1970, 0, 1), Date.UTC(2200, 0, 1)])('takes any clock: %i', async (writtenMs) => {
    const zip = await createZipFile(path, writtenMs);
    await zip.add('one.txt', [bytes('1')]);
    await zip.finish();
    expect(readZip(path)).toEqual({ 'one.txt': '1' });
  });

  it('leaves nothing when it is discarded, and writes over no file of its partial name', async () => {
    const zip = await createZipFile(path, 0);
    await zip.add('one.txt', [bytes('1')]);
    await zip.discard();
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(`${path}.partial`, 'of somebody else');
    await expect(createZipFile(path, 0)).rejects.toThrow('EEXIST');
    expect(readFileSync(`${path}.partial`, 'utf8')).toBe('of somebody else');
  });

  it('rejects with what its pieces throw, and says that no disk was to blame', async () => {
    const zip = await createZipFile(path, 0);
    function* pieces(): Generator<Uint8Array> {
      yield bytes('1');
      throw new Error('unread');
    }
    await expect(zip.add('one.txt', pieces())).rejects.toThrow('unread');
    expect(zip.failure()).toBeNull();
    await zip.discard();
  });
});

describe('the name of an entry', () => {
  it.each([
    ['logs/player.1.log', 'logs/player.1.log'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc/passwd', 'etc/passwd'],
    ['..\\..\\Windows\\evil.exe', 'Windows/evil.exe'],
    ['C:\\boot.ini', 'C_/boot.ini'],
    ['a/../../b', 'a/b'],
    ['a\u0000b\u001b[2J.txt', 'a_b__2J.txt'],
    ['....//x', 'x'],
    ['../..', 'file'],
    ['', 'file'],
  ])('%j is %j', (name, safe) => {
    expect(entryName(name)).toBe(safe);
  });

  it('is short', () => {
    expect(entryName('x'.repeat(5_000)).length).toBe(100);
  });
});
