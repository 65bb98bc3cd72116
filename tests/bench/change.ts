import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSystemClock, wait } from '../../src/shared/clock.ts';
import { startVirtualDisplay, type VirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { PlaylistItem, Simulator } from '../simulator/types.ts';
import { fillOf } from '../support/e2e/colours.ts';
import { startPlayer } from '../support/e2e/player-process.ts';
import { makeFolder } from '../support/make-folder.ts';
import type { Bench, Figure } from './figure.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const HOSTNAME = 'bench';
const CODE = 'BENCH-2026';
const AIM_MS = 5_000;
const GIVE_UP_MS = 60_000;
const LOOK_EVERY_MS = 50;
/** Two changes within ten seconds are one too many for the player; it is measured what one costs. */
const APART_MS = 11_000;
const FILES = ['red.jpg', 'blue.mp4', 'green.png'] as const;
/** What stands for an hour and is then withdrawn. */
const KINDS = ['image', 'video', 'page', 'pdf'] as const;
type Kind = (typeof KINDS)[number];

const clock = createSystemClock();

/**
 * How long a withdrawn item of an hour stays: from the moment at which the new list's answer was asked for until the pixels of
 * the whole display are the new picture's. `npm run bench -- change [ROUNDS] [KIND…]`, 3 and all unless told. Needs a build, Xvfb and Chromium.
 */
export const measureChange: Bench = async ([rounds = '3', ...asked]) => {
  const kinds = KINDS.filter((kind) => asked.length === 0 || asked.includes(kind));
  const server = await startSimulator({
    players: [{ hostname: HOSTNAME, name: 'Bench', code: CODE }],
    rateLimit: false,
  });
  for (const name of FILES) server.addUpload(name, readMedia(name));
  server.addUpload('page.pdf', yellowPdf());
  server.setPlaylist(HOSTNAME, [server.itemFor('green.png', { duration: 3_600 })], 0);
  const display = await startVirtualDisplay({ width: 1024, height: 768 });
  if (!display.ok) throw new Error(display.error.message);
  const { path: dataFolder, remove } = makeFolder();
  const player = startPlayer({
    dataFolder,
    environment: {
      DISPLAY: display.value.name,
      ...provisionedBy(server.origin, HOSTNAME, CODE),
      DIGIPLAYER_FIT: 'fill',
      DIGIPLAYER_PLAYLIST_POLL_SECONDS: '5',
    },
  });
  try {
    await until('at the start', () => fillSeen(display.value) === 'green');
    const figures: Figure[] = [];
    for (const kind of kinds) {
      const times: number[] = [];
      for (let round = 0; round < Number(rounds); round += 1) {
        await change(server, display.value, itemOf(server, kind), (fill) => fill !== 'green');
        await wait(clock, APART_MS);
        const green = server.itemFor('green.png', { duration: 3_600 });
        times.push(await change(server, display.value, green, (fill) => fill === 'green'));
        await wait(clock, APART_MS);
      }
      const spread = times.map((time) => Math.round(time)).join(', ');
      const name = `withdrawn ${kind}: the new picture after (${spread})`;
      figures.push({ name, value: Math.round(p95(times)), unit: 'ms', aim: { atMost: AIM_MS } });
    }
    return figures;
  } finally {
    await player.stop();
    await Promise.all([display.value.stop(), server.stop()]);
    remove();
  }
};

let version = 1;

/** Serves a list of one item and waits for its pixels; answers how long after the list was asked for. */
async function change(
  server: Simulator,
  display: VirtualDisplay,
  item: PlaylistItem,
  isThere: (fill: string) => boolean,
): Promise<number> {
  server.clearRequests();
  version += 1;
  server.setPlaylist(HOSTNAME, [item], version);
  await until('to ask', () => server.requests.some(({ path }) => path.includes('/playlists/')));
  const answeredAt = clock.monotonic();
  await until('to the screen', () => isThere(fillSeen(display)));
  return clock.monotonic() - answeredAt;
}

function itemOf(server: Simulator, kind: Kind): PlaylistItem {
  const fields = { duration: 3_600 };
  switch (kind) {
    case 'image':
      return server.itemFor('red.jpg', fields);
    case 'video':
      return server.itemFor('blue.mp4', fields);
    case 'pdf':
      return server.itemFor('page.pdf', fields);
    case 'page':
      return { file_name: 'page', type: 'web', url: `${server.origin}/`, ...fields };
  }
}

function readMedia(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../support/media', name));
}

function yellowPdf(): Buffer {
  const paint = '1 1 0 rg 0 0 400 300 re f';
  const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R>>`;
  const stream = `<</Length ${paint.length}>>stream\n${paint}\nendstream`;
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', page, stream];
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer<</Root 1 0 R/Size 5>>\n%%EOF\n`);
}

function fillSeen(display: VirtualDisplay): string {
  const picture = display.picture();
  return picture === null ? '' : fillOf(picture);
}

/** The value that 95 of 100 do not exceed. */
function p95(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}

async function until(when: string, holds: () => boolean): Promise<void> {
  const start = clock.monotonic();
  while (!holds()) {
    if (clock.monotonic() - start > GIVE_UP_MS) throw new Error(`The change did not come ${when}.`);
    await wait(clock, LOOK_EVERY_MS);
  }
}
