import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';

/** Makes one file with ffmpeg and answers its bytes; `name` says by its end what it is. */
export function makeWithFfmpeg(name: string, options: readonly string[]): Buffer {
  const { path: folder, remove } = makeFolder();
  try {
    const path = join(folder, name);
    execFileSync('ffmpeg', ['-loglevel', 'error', '-y', ...options, path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return readFileSync(path);
  } finally {
    remove();
  }
}

/** One picture of ffmpeg's source of this name. */
export function makePicture(name: string, source: string, options: readonly string[] = []): Buffer {
  return makeWithFfmpeg(name, ['-f', 'lavfi', '-i', source, '-frames:v', '1', '-update', '1', ...options]);
}

/**
 * The same JPEG, turned by its EXIF orientation (TIFF 6.0, tag 0x0112; 6: its left edge is the top). It goes where cameras put
 * it, as the first segment.
 */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM', 0, 'latin1');
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
