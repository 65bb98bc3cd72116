import { randomBytes } from 'node:crypto';
import type { Log } from '../../platform/logging/log.ts';
import type { BridgeHandlers } from '../../shared/answer-bridge.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import type { Host } from '../../shared/host.ts';
import { MOST_PICTURE_BYTES } from '../../shared/screen-picture.ts';
import { fail, ok } from '../../shared/result.ts';
import type { Snapshot } from '../../shared/status.ts';
import type { CurrentFile } from '../heartbeat/current-file.ts';

/** The small picture of the screen that lies in the data folder. */
export interface ScreenPicture {
  /** Has a new one taken, unless there is nothing to see or somebody is at the settings. */
  take(snapshot: Pick<Snapshot, 'state'>): void;
  /** The capture behind an address that the page was told; null: it is none of these. */
  answer(request: Request): Response | null;
  readonly handlers: Pick<BridgeHandlers, 'capture-screen' | 'keep-screen-picture'>;
  stop(): Promise<void>;
}

export interface ScreenPictureDependencies {
  readonly host: Pick<Host, 'bridge' | 'screen'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The setting `lastScreen`. */
  readonly isWanted: () => boolean;
  readonly file: CurrentFile;
  /** Another picture than the one before lies in the file. */
  readonly onPicture: (webp: Uint8Array) => void;
}

/** The page reads a capture at once, or never. */
const CAPTURE_LASTS_MS = 30_000;
/** A capture of the largest panel in its least favourable colours. */
const MOST_CAPTURE_BYTES = 134_217_728;

/**
 * The shell captures, and the page makes it small beside its own work, since only it knows whether a person has something open that is
 * nobody's business: then nothing is captured, and what was is not kept.
 */
export function createScreenPicture(dependencies: ScreenPictureDependencies): ScreenPicture {
  const { host, clock, log, isWanted, file, onPicture } = dependencies;
  let capture: { readonly path: string; readonly png: Uint8Array; readonly timer: ClockTimer } | null = null;
  let kept: Buffer | null = null;

  const drop = (): void => {
    capture?.timer.cancel();
    capture = null;
  };
  return {
    take: ({ state }) => {
      const isSomethingToSee = state === 'playing' || state === 'standby' || state === 'syncing';
      if (isWanted() && isSomethingToSee) host.bridge.send('screen-picture-wanted', null);
    },
    answer: ({ method, url }) => {
      if (capture === null || method !== 'GET' || URL.parse(url)?.pathname !== capture.path) return null;
      const { png } = capture;
      drop();
      return new Response(Buffer.from(png), {
        headers: { 'Content-Type': 'image/png', 'Cache-Control': 'no-store' },
      });
    },
    handlers: {
      'capture-screen': async () => {
        drop();
        if (!isWanted()) return fail('no-picture', 'No picture of the screen is wanted.');
        const png = await host.screen.capture().catch(() => null);
        if (png === null || png.length > MOST_CAPTURE_BYTES) {
          return fail('no-picture', 'The shell has no picture of the screen.');
        }
        const path = `/media/${randomBytes(32).toString('hex')}`;
        capture = { path, png, timer: clock.after(CAPTURE_LASTS_MS, drop) };
        return ok({ source: path });
      },
      'keep-screen-picture': ({ picture }) => {
        const webp = Buffer.from(picture, 'base64');
        if (!isWanted() || !isWebp(webp)) return fail('no-picture', 'This is no picture of the screen.');
        if (kept?.equals(webp) === true) return ok(null);
        kept = webp;
        file.write(webp);
        log.debug('A picture of the screen was kept', { bytes: webp.length });
        onPicture(webp);
        return ok(null);
      },
    },
    stop: async () => {
      drop();
      await file.flush();
    },
  };
}

/** RIFF, its length and WEBP (RFC 9649). */
function isWebp(bytes: Buffer): boolean {
  if (bytes.length > MOST_PICTURE_BYTES || bytes.length < 20) return false;
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
}
