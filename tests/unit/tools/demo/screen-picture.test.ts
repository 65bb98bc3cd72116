import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodePng, readFrameBuffer } from '../../../../tools/demo/screen-picture.ts';

/** A window dump of 2 × 1 pixels, red and blue, with a comment and one entry in its table of colours. */
function frameBuffer(): Buffer {
  const header = Buffer.alloc(104);
  const words = [104, 7, 2, 24, 2, 1, 0, 0, 32, 0, 32, 32, 8, 4, 0xff0000, 0xff00, 0xff, 8, 256, 1];
  words.forEach((word, index) => header.writeUInt32BE(word, index * 4));
  const pixels = Buffer.alloc(8);
  pixels.writeUInt32LE(0xff0000, 0);
  pixels.writeUInt32LE(0x0000ff, 4);
  header.writeUInt32BE(8, 12 * 4);
  return Buffer.concat([header, Buffer.alloc(12), pixels]);
}

describe('pictures of a display in memory', () => {
  it('reads the frame buffer of Xvfb', () => {
    const picture = readFrameBuffer(frameBuffer());
    expect(picture).toMatchObject({ width: 2, height: 1 });
    expect([...(picture?.pixels ?? [])]).toEqual([255, 0, 0, 0, 0, 255]);
  });

  it('says null to anything else', () => {
    expect(readFrameBuffer(Buffer.alloc(40))).toBeNull();
    expect(readFrameBuffer(Buffer.alloc(4096))).toBeNull();
    expect(readFrameBuffer(frameBuffer().subarray(0, -1))).toBeNull();
  });

  it('writes a PNG', () => {
    const png = encodePng({ width: 2, height: 1, pixels: Uint8Array.of(255, 0, 0, 0, 0, 255) });
    const at = png.indexOf('IDAT');
    const packed = png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
    expect([...inflateSync(packed)]).toEqual([0, 255, 0, 0, 0, 0, 255]);
    expect(png.subarray(-8).toString('latin1')).toBe('IEND\xaeB`\x82');
  });
});
