import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepOneCoreBusy } from './busy-core.ts';
import type { Figure } from './figure.ts';
import type { ReachablePlayer } from './reachable-player.ts';

/** Something that goes on beside the boundaries, until it is stopped; it tells what it did. */
interface Disturbance {
  stop(): Promise<readonly Figure[]>;
}

type StartDisturbance = (player: ReachablePlayer, seconds: number) => Promise<Disturbance>;

const BIG_FILE_BYTES = 1_000_000_000;
const BIG_FILE = 'big.mp4';
const LEAST_SHARE = 0.8;
const FIRST_REQUEST_MS = 30_000;
const OVERLAY_EVERY_MS = 700;
/** The coded strip along the top must stay to be seen. */
const BELOW_STRIP = '.overlay-scrim { top: 18% !important; }';

/** The full list of what may go on meanwhile. */
export const disturbances = {
  download: downloadBigFile,
  overlay: moveOverlay,
  book: () => Promise.resolve({ stop: () => Promise.resolve([]) }),
  core: () => {
    const load = keepOneCoreBusy();
    return Promise.resolve({
      stop: () => {
        load.stop();
        return Promise.resolve([]);
      },
    });
  },
} as const satisfies Readonly<Record<string, StartDisturbance>>;

export type DisturbanceName = keyof typeof disturbances;

/** A new list has one film of 1 GB more, whose download takes a little longer than the recording. */
async function downloadBigFile({ media }: ReachablePlayer, seconds: number): Promise<Disturbance> {
  const { server, playlist } = media;
  server.setThrottle(Math.round(BIG_FILE_BYTES / seconds));
  server.addUpload(BIG_FILE, bigFilm());
  server.setPlaylist('screen', [...playlist, server.itemFor(BIG_FILE)]);
  const request = await server.waitForRequest(
    ({ path, method }) => method === 'GET' && path.endsWith(BIG_FILE),
    FIRST_REQUEST_MS,
  );
  const before = request.bytesSent;
  return {
    stop: () => {
      const value = Math.round((request.bytesSent - before) / 1e6);
      const aim = { atLeast: (LEAST_SHARE * BIG_FILE_BYTES) / 1e6 };
      return Promise.resolve([{ name: 'downloaded meanwhile', value, unit: 'MB', aim }]);
    },
  };
}

/** A film with a box behind it that nobody reads (ISO 14496-12, 8.1.2). */
function bigFilm(): Buffer {
  const film = readFileSync(join(import.meta.dirname, '../support/media/blue.mp4'));
  const bytes = Buffer.alloc(BIG_FILE_BYTES);
  film.copy(bytes);
  bytes.writeUInt32BE(BIG_FILE_BYTES - film.length, film.length);
  bytes.write('free', film.length + 4, 'latin1');
  return bytes;
}

/** Opens and closes the overlay over what plays, by its keys. */
async function moveOverlay({ page }: ReachablePlayer): Promise<Disturbance> {
  await page.evaluate((rule) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rule);
    document.adoptedStyleSheets = [sheet];
  }, BELOW_STRIP);
  const over = new AbortController();
  let opened = 0;
  const moving = (async () => {
    while (!over.signal.aborted) {
      await page.keyboard.press('Control+Alt+s');
      await sleep(OVERLAY_EVERY_MS);
      if ((await page.locator('.overlay-scrim').count()) > 0) opened += 1;
      await page.keyboard.press('Escape');
      await sleep(OVERLAY_EVERY_MS);
    }
  })();
  return {
    stop: async () => {
      over.abort();
      await moving;
      return [{ name: 'times that the overlay was open', value: opened, unit: '', aim: { atLeast: 1 } }];
    },
  };
}
