import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codedPdf } from './coded-pdf.ts';
import { codedPicture, makeGrain } from './picture-code.ts';

/** One file of test media that names itself in every frame; see picture-code.ts. */
export interface CodedFile {
  readonly name: string;
  readonly item: number;
  readonly codec: 'h264' | 'vp9' | 'png' | 'pdf';
  /** 1 for an image; the pages of a PDF. */
  readonly frames: number;
  /** Frames per second. */
  readonly rate: number;
  readonly width: number;
  readonly height: number;
  /** As a film is: detail that moves, frames out of their order, a track of sound. */
  readonly likeFilm?: boolean;
  /** Small rectangles on each page of a PDF; none unless told. */
  readonly detail?: number;
}

const encoders: Readonly<Record<Exclude<CodedFile['codec'], 'pdf'> | 'film', readonly string[]>> = {
  h264: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'ultrafast', '-crf', '24'],
  film: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-preset', 'veryfast', '-crf', '23'],
  vp9: ['-c:v', 'libvpx-vp9', '-b:v', '800k', '-deadline', 'realtime', '-cpu-used', '8'],
  png: ['-frames:v', '1'],
};

/** Makes the file in `folder`, with ffmpeg unless it is a PDF; answers its path. */
export async function makeCodedFile(folder: string, file: CodedFile): Promise<string> {
  const { name, item, codec, frames, rate, width, height, likeFilm = false, detail = 0 } = file;
  const path = join(folder, name);
  if (codec === 'pdf') {
    writeFileSync(path, codedPdf(item, frames, width, height, detail));
    return path;
  }
  const size = `${width}x${height}`;
  const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', size, '-r', String(rate), '-i', '-'];
  const tone = `sine=frequency=220:duration=${frames / rate}`;
  const sound = likeFilm && codec !== 'png' ? ['-f', 'lavfi', '-i', tone] : [];
  const options = encoders[likeFilm && codec === 'h264' ? 'film' : codec];
  const encoder = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...sound, ...options, path], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const grain = likeFilm ? makeGrain(item, width) : null;
  const ended = new Promise<number | null>((resolve) => encoder.once('exit', resolve));
  for (let frame = 0; frame < frames; frame++) {
    const isTaken = encoder.stdin.write(codedPicture({ item, frame }, width, height, grain));
    if (!isTaken) await new Promise((resolve) => encoder.stdin.once('drain', resolve));
  }
  encoder.stdin.end();
  if ((await ended) !== 0) throw new Error(`ffmpeg could not make ${name}.`);
  return path;
}
