import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readMedia } from '../../../../src/player/media/read-media.ts';
import { makeFolder } from '../../../support/make-folder.ts';

const fixtures = join(import.meta.dirname, '../../../support/media');
const { path: folder, remove } = makeFolder();

afterAll(remove);

/** Probes bytes under a name that says nothing. */
function read(bytes: string | Uint8Array): ReturnType<typeof readMedia> {
  const path = join(folder, 'bytes');
  writeFileSync(path, bytes);
  return readMedia(path);
}

const fixture = (name: string): Buffer => readFileSync(join(fixtures, name));

function foreign(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../../../support/cases', name));
}

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
  expect(await read(fixture(name))).toMatchObject({ ok: true, value: expected });
});

test('a PDF is known by its signature', async () => {
  expect(await read('%PDF-1.7\n…')).toMatchObject({
    ok: true,
    value: { kind: 'pdf', mime: 'application/pdf' },
  });
});

test.each([
  ['nothing', ''],
  ['a page of the web', '<!doctype html><html><body>Sign in</body></html>'],
  ['JSON', '{"error": "not found"}'],
  ['XML that is no SVG', '<?xml version="1.0"?><rss></rss>'],
  ['text after many comments', foreign('comments-351-bytes.svg')],
])('%s is undecodable', async (_name, bytes) => {
  expect(await read(bytes)).toMatchObject({ ok: false, error: { code: 'undecodable' } });
});

test.each([
  ['a TIFF', Buffer.from('49492a0008000000000000000000000000000000', 'hex')],
  ['a ZIP', Buffer.from('504b0304140000000000000000000000000000000000000000000000', 'hex')],
  [
    'an AVI',
    Buffer.concat([Buffer.from('RIFF\u0010\u0000\u0000\u0000AVI LIST', 'latin1'), Buffer.alloc(20)]),
  ],
])('%s is unsupported, and the sentence says so', async (_name, bytes) => {
  expect(await read(bytes)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});

test('a video with a codec that Chromium lacks is unsupported', async () => {
  const mpeg4 = Buffer.from(fixture('blue.mp4').toString('latin1').replaceAll('avc1', 'mp4v'), 'latin1');
  expect(await read(mpeg4)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});

test('an image that would take all memory is unsupported', async () => {
  const bomb = fixture('green.png');
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  expect(await read(bomb)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});

/** A JPEG with `bytes` of metadata between its first mark and its own first segment, in segments as programs write them. */
function jpegWithMetadata(bytes: number): Buffer {
  const picture = fixture('red.jpg');
  const segment = Buffer.alloc(65_537, 'x');
  segment.writeUInt16BE(0xffe2, 0);
  segment.writeUInt16BE(65_535, 2);
  const many = Array.from({ length: Math.ceil(bytes / segment.length) }, () => segment);
  return Buffer.concat([picture.subarray(0, 2), ...many, picture.subarray(2)]);
}

test.each([
  ['an SVG of a drawing program', foreign('illustrator.svg'), { mime: 'image/svg+xml' }],
  ['an SVG with two instructions', foreign('two-processing-instructions.svg'), { mime: 'image/svg+xml' }],
  ['a PDF behind a line feed', foreign('newline-before-magic.pdf'), { kind: 'pdf' }],
  ['a video of a phone', foreign('phone-h264.3gp'), { mime: 'video/mp4', durationMs: 3_000 }],
  ['a video of another phone', foreign('phone.3g2'), { mime: 'video/mp4', durationMs: 2_000 }],
  ['a video with bytes behind its last box', foreign('bytes-behind-last-box.mp4'), { durationMs: 3_000 }],
  ['a video with the brand of sound', foreign('m4a-brand.mp4'), { mime: 'video/mp4', durationMs: 2_000 }],
  ['a JPEG with 2 MB of metadata', jpegWithMetadata(2_000_000), { mime: 'image/jpeg' }],
])('%s is what a browser takes it for', async (_name, bytes, expected) => {
  expect(await read(bytes)).toMatchObject({ ok: true, value: expected });
});

test('a video whose last box claims more than there is keeps its length', async () => {
  const bytes = fixture('blue.mp4');
  // The media lie last, behind the tables.
  bytes.writeUInt32BE(0x7fff_ffff, bytes.lastIndexOf('mdat') - 4);
  expect(await read(bytes)).toMatchObject({ ok: true, value: { kind: 'video', durationMs: 2_000 } });
});

test.each([
  ['a video that was cut within its tables', fixture('blue.mp4').subarray(0, 500), 'video'],
  ['a picture that was cut within its head', fixture('green.png').subarray(0, 17), 'image'],
])('%s is of unknown size or length, and the decoder has the last word', async (_name, bytes, kind) => {
  expect(await read(bytes)).toMatchObject({ ok: true, value: { kind, durationMs: null } });
});

test('no amount of metadata hides how large a JPEG is', async () => {
  const bomb = jpegWithMetadata(2_000_000);
  const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]));
  bomb.writeUInt16BE(65_535, frame + 5);
  bomb.writeUInt16BE(65_535, frame + 7);
  expect(await read(bomb)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});

test('a container whose pictures no browser shows is refused, one that has only sound is a sound', async () => {
  expect(await read(foreign('h263.3gp'))).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  expect(await read(foreign('a.m4a'))).toMatchObject({ ok: true, value: { kind: 'audio' } });
});

test.each([
  ['tone.mp3', 'audio/mpeg'],
  ['tone.m4a', 'audio/mp4'],
  ['tone.ogg', 'audio/ogg'],
  ['tone.wav', 'audio/wav'],
  ['tone.flac', 'audio/flac'],
])(
  '%s is a sound by its bytes, cut off or whole, and what only begins like one is none',
  async (name, mime) => {
    const bytes = readFileSync(join(fixtures, '../streams', name));
    const sound = { kind: 'audio', mime };
    const whole = await read(bytes);
    expect(whole).toMatchObject({ ok: true, value: sound });
    const lengthMs = whole.ok ? whole.value.durationMs : null;
    if (lengthMs !== null) expect(Math.abs(lengthMs - 3_000)).toBeLessThan(150);
    const cut = await read(bytes.subarray(0, 2_000));
    // Nothing of a cut M4A says that it has no picture.
    if (cut.ok && name !== 'tone.m4a') expect(cut.value).toMatchObject(sound);
    expect(await read(Buffer.from('ID'))).toMatchObject({ ok: false, error: { code: 'undecodable' } });
  },
);

/** A box of an MP4 around its content. */
function box(type: string, content: Uint8Array, length = content.length + 8): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

const nested = (depth: number): Buffer => {
  const boxes = Buffer.alloc(depth * 8);
  for (let level = 0; level < depth; level += 1) {
    boxes.writeUInt32BE((depth - level) * 8, level * 8);
    boxes.write('moov', level * 8 + 4, 'latin1');
  }
  return boxes;
};
const start = box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1'));

test.each([
  ['boxes in boxes', Buffer.concat([start, nested(100_000)])],
  [
    'boxes side by side',
    Buffer.concat([start, ...Array.from({ length: 100_000 }, () => box('free', Buffer.alloc(0)))]),
  ],
  [
    'a table that claims four thousand million rows',
    Buffer.concat([start, box('moov', box('stts', Buffer.from('00000000ffffffff', 'hex')))]),
  ],
  ['open comments', Buffer.from('<!--'.repeat(100_000))],
  ['closed comments', Buffer.from('<!---->'.repeat(100_000))],
  ['brackets of a DOCTYPE', Buffer.from(`<!DOCTYPE svg ${'['.repeat(500_000)}`)],
  ['quotes of a DOCTYPE', Buffer.from(`<!DOCTYPE svg ${'"\''.repeat(250_000)}`)],
  ['instructions', Buffer.from('<?a'.repeat(300_000))],
  [
    'elements of a Matroska file that contain each other',
    Buffer.concat([
      Buffer.from('1a45dfa3a3', 'hex'),
      Buffer.alloc(35),
      Buffer.from('1853806701ffffffffffffff'.repeat(50_000), 'hex'),
    ]),
  ],
])('%s are read within a second', async (_name, bytes) => {
  // Processor time: on a busy machine a test may stand still for longer than it works.
  const before = process.cpuUsage();
  await read(bytes);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(5_000);
});
