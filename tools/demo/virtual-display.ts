import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fail, ok, type Result } from '../../src/shared/result.ts';
import { readFrameBuffer, type ScreenPicture } from './screen-picture.ts';

/** A display that exists in memory only (Xvfb). */
export interface VirtualDisplay {
  /** What `DISPLAY` must say, for example `:99`. */
  readonly name: string;
  /** The file that always holds what it shows, for `readFrameBuffer`. */
  readonly frameBuffer: string;
  /** What it shows now; null when it cannot be read. */
  picture(): ScreenPicture | null;
  stop(): Promise<void>;
}

/** Starts Xvfb at `number`, or at a free one; fails with a sentence when it does not come up. */
export async function startVirtualDisplay(
  size: { readonly width: number; readonly height: number },
  number?: number,
): Promise<Result<VirtualDisplay>> {
  const frames = mkdtempSync(join(tmpdir(), 'digiplayer-display-'));
  const screen = ['-screen', '0', `${size.width}x${size.height}x24`];
  const server = spawn(
    'Xvfb',
    [
      ...(number === undefined ? [] : [`:${number}`]),
      '-displayfd',
      '3',
      ...screen,
      '-nolisten',
      'tcp',
      '-noreset',
      '-fbdir',
      frames,
    ],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const ended = new Promise<void>((resolve) => {
    server.once('error', () => {
      resolve();
    });
    server.once('exit', () => {
      resolve();
    });
  });
  // stdio 3 was asked for as a pipe above.
  const given = await Promise.race([firstLine(server.stdio[3] as Readable), ended.then(() => null)]);
  if (given === null) {
    rmSync(frames, { recursive: true });
    return fail('no-display', 'Xvfb could not be started.');
  }
  const frameBuffer = join(frames, 'Xvfb_screen0');
  return ok({
    name: `:${given}`,
    frameBuffer,
    picture() {
      try {
        return readFrameBuffer(readFileSync(frameBuffer));
      } catch {
        return null;
      }
    },
    async stop() {
      server.kill();
      await ended;
      rmSync(frames, { recursive: true, force: true });
    },
  });
}

function firstLine(source: Readable): Promise<string | null> {
  return new Promise((resolve) => {
    let text = '';
    source.setEncoding('utf8');
    source.on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(text.trim());
    });
    source.on('end', () => {
      resolve(null);
    });
  });
}
