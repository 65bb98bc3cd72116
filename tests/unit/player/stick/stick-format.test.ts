import { describe, expect, it } from 'vitest';
import {
  PRELUDE_BYTES,
  readHead,
  readLabel,
  readPrelude,
  writeHead,
  type StickLabel,
  type StickManifest,
} from '../../../../src/player/stick/stick-format.ts';

const KEY = Buffer.alloc(32, 1);
const label: StickLabel = {
  hostname: 'lobby',
  server: 'https://192.168.0.121',
  key: 'ab'.repeat(16),
  madeAtMs: 1_790_000_000_000,
};
const file = (sha: string, size: number): StickManifest['files'][number] => ({
  sha256: sha.repeat(64),
  size,
  etag: '"1"',
  lastModified: null,
});
const manifest: StickManifest = {
  body: { playlist: [{ file_name: 'a.jpg' }], playlist_version: 4 },
  files: [file('a', 10), file('b', 5)],
};

/** A head over any manifest, with its length in all. */
function headOf(any: unknown, room = 0): { head: Buffer; size: number } {
  const head = writeHead(label, any as StickManifest, KEY, room);
  return { head, size: head.length + 15 };
}
function codeOf(any: unknown): string | null {
  const { head, size } = headOf(any);
  const read = readHead(head, size, KEY);
  return read.ok ? null : read.error.code;
}

describe('the head of a list', () => {
  it('is read as it was written, and says where each file lies', () => {
    const { head, size } = headOf(manifest, 4_000);
    expect(head).toHaveLength(4_000);
    const read = readHead(head, size, KEY);
    expect(read).toMatchObject({ ok: true, value: { label, body: manifest.body } });
    expect(read.ok && read.value.parts.map(({ position }) => position)).toEqual([4_000, 4_010]);
    const prelude = readPrelude(head.subarray(0, PRELUDE_BYTES), size);
    expect(
      prelude.ok && readLabel(head.subarray(PRELUDE_BYTES, PRELUDE_BYTES + prelude.value.labelBytes)),
    ).toEqual({
      ok: true,
      value: label,
    });
  });

  it('is not believed when any one of its bytes is another one, or under another key', () => {
    const { head, size } = headOf(manifest);
    for (let at = 0; at < head.length; at += 1) {
      const copy = Buffer.from(head);
      copy[at] = (copy[at] ?? 0) ^ 0x20;
      expect(readHead(copy, size, KEY).ok, `byte ${at}`).toBe(false);
    }
    expect(readHead(head, size, Buffer.alloc(32, 2))).toMatchObject({ error: { code: 'stick-forged' } });
  });

  it('is torn wherever it, or what follows it, is cut off or goes on', () => {
    const { head, size } = headOf(manifest);
    for (let end = 0; end < head.length; end += 7)
      expect(readHead(head.subarray(0, end), end, KEY)).toMatchObject({ error: { code: 'stick-torn' } });
    for (const wrong of [head.length, size - 1, size + 1])
      expect(readHead(head, wrong, KEY)).toMatchObject({ error: { code: 'stick-torn' } });
  });

  it('says a list, its version and files, and nothing of settings, trust, hours or a PIN', () => {
    expect(codeOf(manifest)).toBeNull();
    for (const more of [
      { ...manifest, settings: { pin: '' } },
      { ...manifest, body: { ...manifest.body, screen_hours: 'mon-sun off' } },
      { ...manifest, body: { ...manifest.body, alert: 'x' } },
      { ...manifest, files: [{ ...file('a', 15), path: '/etc/passwd' }] },
    ])
      expect(codeOf(more)).toBe('stick-unusable');
  });

  it.each([
    [{ file_name: '../a.jpg' }],
    [{ filename: 'a/b.jpg' }],
    [{ name: String.raw`..\a.jpg` }],
    [{ name: '..' }],
    [{ file_name: 'a.jpg', url: '/static/uploads/../../api/health' }],
  ])('leads out of no folder: %j', (item) => {
    expect(codeOf({ ...manifest, body: { playlist: [item], playlist_version: null } })).toBe(
      'stick-not-plain',
    );
  });

  it('has each file once, with a length and a hash', () => {
    for (const files of [
      [file('a', 10), file('a', 5)],
      [{ ...file('a', 15), size: 0 }],
      [{ ...file('a', 15), size: 1e300 }],
      [{ ...file('a', 15), sha256: 'A'.repeat(64) }],
      'files',
    ])
      expect(codeOf({ ...manifest, files })).toBe('stick-unusable');
  });

  it('is not parsed where it would become more than a reader can bear', () => {
    const nested = `${'['.repeat(200)}${']'.repeat(200)}`;
    expect(codeOf({ ...manifest, body: { playlist: [JSON.parse(nested)], playlist_version: 1 } })).toBe(
      'stick-unusable',
    );
    const prelude = Buffer.alloc(PRELUDE_BYTES);
    writeHead(label, manifest, KEY).copy(prelude, 0, 0, PRELUDE_BYTES);
    prelude.writeUInt32BE(0xffffffff, 20);
    expect(readPrelude(prelude, 2 ** 40)).toMatchObject({ error: { code: 'stick-unusable' } });
    expect(() =>
      writeHead(
        label,
        { ...manifest, body: { playlist: ['x'.repeat(34_000_000)], playlist_version: 1 } },
        KEY,
      ),
    ).toThrow(RangeError);
  });
});
