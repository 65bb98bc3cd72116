import { expect, test } from 'vitest';
import { isManifest, rewriteManifest } from '../../../../src/player/media/stream-manifest.ts';

const BASE = 'https://streams.example/live/list.m3u8?token=1';
const rewritten = (text: string): string => rewriteManifest(text, BASE, (address) => `<${address}>`);

test('each address of a list is made absolute and replaced, wherever it stands, and nothing else is', () => {
  const text = [
    '#EXTM3U',
    '#EXT-X-KEY:METHOD=AES-128,URI="key.bin",IV=0x1',
    '#EXT-X-MAP:URI="/init.mp4"',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",URI="https://other.example/a.m3u8"',
    '#EXTINF:4,A title with URI in it',
    '../part 1.ts?x=1#t',
    '',
    '# a comment',
  ];
  expect(rewritten(text.join('\r\n')).split('\n')).toEqual([
    '#EXTM3U',
    '#EXT-X-KEY:METHOD=AES-128,URI="<https://streams.example/live/key.bin>",IV=0x1',
    '#EXT-X-MAP:URI="<https://streams.example/init.mp4>"',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",URI="<https://other.example/a.m3u8>"',
    '#EXTINF:4,A title with URI in it',
    '<https://streams.example/part%201.ts?x=1#t>',
    '',
    '# a comment',
  ]);
});

test('what is neither http nor https leads nowhere', () => {
  const bad = ['file:///etc/passwd', 'data:,x', 'app://player/', 'javascript:1', 'http://', 'ws://x/'];
  for (const address of bad) {
    expect(rewritten(address)).toBe('/stream/nowhere');
    expect(rewritten(`#EXT-X-KEY:URI="${address}"`)).toBe('#EXT-X-KEY:URI="/stream/nowhere"');
  }
});

test('a list is known by its first line', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  expect(
    ['#EXTM3U\n', '\ufeff#EXTM3U', '#EXTM3', '<html>', ''].map((text) => isManifest(bytes(text))),
  ).toEqual([...[true, true], ...[false, false, false]]);
});
