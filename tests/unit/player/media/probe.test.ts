import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { kindOfName, probeMedia } from '../../../../src/player/media/probe.ts';
import { makeFolder } from '../../../support/make-folder.ts';

const fixtures = join(import.meta.dirname, '../../../support/media');
const { path: folder, remove } = makeFolder();

afterAll(remove);

/** Probes bytes under a name that says nothing. */
function probe(bytes: string | Uint8Array): ReturnType<typeof probeMedia> {
  const path = join(folder, 'bytes');
  writeFileSync(path, bytes);
  return probeMedia(path);
}

const fixture = (name: string): Buffer => readFileSync(join(fixtures, name));

test.each([
  ['red.jpg', { kind: 'image', mime: 'image/jpeg', durationMs: null }],
  ['green.png', { kind: 'image', mime: 'image/png' }],
  ['blue.webp', { kind: 'image', mime: 'image/webp' }],
  ['yellow.gif', { kind: 'image', mime: 'image/gif' }],
  ['cyan.svg', { kind: 'image', mime: 'image/svg+xml' }],
  ['blue.mp4', { kind: 'video', mime: 'video/mp4', durationMs: 2_000 }],
  ['magenta-portrait.mp4', { kind: 'video', mime: 'video/mp4' }],
  ['green.webm', { kind: 'video', mime: 'video/webm', durationMs: 2_000 }],
])('%s is read from its bytes', async (name, expected) => {
  expect(await probe(fixture(name))).toMatchObject({ ok: true, value: expected });
});

test('a PDF is known by its signature', async () => {
  expect(await probe('%PDF-1.7\n…')).toMatchObject({
    ok: true,
    value: { kind: 'pdf', mime: 'application/pdf' },
  });
});

test.each([
  ['nothing', ''],
  ['a page of the web', '<!doctype html><html><body>Sign in</body></html>'],
  ['JSON', '{"error": "not found"}'],
  ['XML that is no SVG', '<?xml version="1.0"?><rss></rss>'],
  ['a video that was cut', readFileSync(join(fixtures, 'blue.mp4')).subarray(0, 500)],
  ['a picture that was cut within its head', readFileSync(join(fixtures, 'green.png')).subarray(0, 17)],
])('%s is undecodable', async (_name, bytes) => {
  expect(await probe(bytes)).toMatchObject({ ok: false, error: { code: 'undecodable' } });
});

test.each([
  ['a TIFF', Buffer.from('49492a0008000000000000000000000000000000', 'hex')],
  ['a ZIP', Buffer.from('504b0304140000000000000000000000000000000000000000000000', 'hex')],
  [
    'an AVI',
    Buffer.concat([Buffer.from('RIFF\u0010\u0000\u0000\u0000AVI LIST', 'latin1'), Buffer.alloc(20)]),
  ],
])('%s is unsupported, and the sentence says so', async (_name, bytes) => {
  expect(await probe(bytes)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});

test('a video with a codec that Chromium lacks is unsupported', async () => {
  const mpeg4 = Buffer.from(fixture('blue.mp4').toString('latin1').replaceAll('avc1', 'mp4v'), 'latin1');
  expect(await probe(mpeg4)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});

test('an image that would take all memory is unsupported', async () => {
  const bomb = fixture('green.png');
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  expect(await probe(bomb)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});

test('an SVG may begin with a declaration, comments and a byte order mark', async () => {
  const svg = '\uFEFF<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>';
  expect(await probe(svg)).toMatchObject({ ok: true, value: { mime: 'image/svg+xml' } });
});

test('a name tells by its extension, or not at all', () => {
  expect(['A.JPG', 'a.b.webm', 'x.pdf', 'noextension', 'a.exe', '.png'].map(kindOfName)).toEqual([
    'image',
    'video',
    'pdf',
    null,
    null,
    null,
  ]);
});
