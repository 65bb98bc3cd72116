import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { VirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { peekDatabase } from '../../src/platform/store/peek-database.ts';
import { createSystemClock, wait } from '../../src/shared/clock.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { startPlayer } from '../support/e2e/player-process.ts';
import { makePng } from '../support/make-png.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const HOSTNAME = 'boot';
const CODE = 'BOOT-2026';
const PICTURE = 'picture.jpg';
const GIVE_UP_MS = 170_000;
/** What stands in the store beside the playlist of `--many`: holes, which take no room. */
const SPARSE = { files: 40, bytes: 268_435_456 } as const;

/** What each start shows, prepared once in `folder`: the file of the picture, and a player's data folder that plays it. */
export interface BootFolder {
  readonly picture: string;
  readonly dataFolder: string;
}

/**
 * Pairs a player with a server, waits until it has shown the picture, and ends both. With `items` of more than one, the others
 * are small ones behind it, and the store holds ten gigabytes beside them. A folder that is prepared already is taken as it is.
 */
export async function prepareBootFolder(
  folder: string,
  items: number,
  display: VirtualDisplay,
): Promise<BootFolder> {
  const picture = join(folder, PICTURE);
  const dataFolder = join(folder, 'data');
  if (existsSync(join(folder, 'ready'))) return { picture, dataFolder };
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  drawPicture(picture);
  await fillByPlaying(dataFolder, readFileSync(picture), items, display);
  if (items > 1) addSparseFiles(dataFolder);
  writeFileSync(join(folder, 'ready'), '');
  return { picture, dataFolder };
}

/** A red that is grainy, so that its file is as long as that of a photo, of the panel's size. */
function drawPicture(file: string): void {
  const grain = "geq=r='200+random(1)*40':g='random(1)*20':b='random(1)*20'";
  const made = ['-f', 'lavfi', '-i', `nullsrc=s=1920x1080,format=rgb24,${grain}`, '-frames:v', '1'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...made, '-q:v', '4', file]);
}

async function fillByPlaying(
  dataFolder: string,
  picture: Buffer,
  items: number,
  display: VirtualDisplay,
): Promise<void> {
  const server = await startSimulator({
    players: [{ hostname: HOSTNAME, name: 'Boot', code: CODE }],
    rateLimit: false,
  });
  const names = [PICTURE];
  server.addUpload(PICTURE, picture);
  for (let index = 1; index < items; index += 1) {
    names.push(`small-${index}.png`);
    server.addUpload(`small-${index}.png`, smallPicture(index));
  }
  server.setPlaylist(
    HOSTNAME,
    names.map((name) => server.itemFor(name, { duration: 600 })),
  );
  const player = startPlayer({
    dataFolder,
    environment: {
      ...provisionedBy(server.origin, HOSTNAME, CODE),
      DISPLAY: display.name,
    },
  });
  try {
    const clock = createSystemClock();
    const start = clock.monotonic();
    const isReady = (): boolean => {
      const status = player.status();
      return (
        status?.current?.file_name === PICTURE &&
        status.playlist.items === items &&
        isStored(dataFolder, items)
      );
    };
    while (!isReady()) {
      if (clock.monotonic() - start > GIVE_UP_MS) throw new Error(`It does not play: ${player.said()}`);
      await wait(clock, 200);
    }
    // What is kept of the first showing is written behind it.
    await wait(clock, 2_000);
  } finally {
    await player.stop();
    await server.stop();
  }
}

/** No two are the same. */
function smallPicture(index: number): Buffer {
  return makePng(32 + (index % 64), 32 + Math.floor(index / 64), [index % 256, index >> 8, 128]);
}

function isStored(dataFolder: string, items: number): boolean {
  const database = peekDatabase(join(dataFolder, 'player.db'));
  try {
    return Number(database.prepare('SELECT COUNT(*) AS n FROM media_file').get()?.['n'] ?? 0) >= items;
  } finally {
    database.close();
  }
}

function addSparseFiles(dataFolder: string): void {
  const database = new DatabaseSync(join(dataFolder, 'player.db'));
  const add = database.prepare(
    'INSERT INTO media_file (sha256, size, kind, mime, last_played_at, scrubbed_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const now = Date.now();
  for (let index = 0; index < SPARSE.files; index += 1) {
    const sha256 = createHash('sha256').update(`sparse ${index}`).digest('hex');
    const file = join(dataFolder, 'media', sha256);
    writeFileSync(file, '', { mode: 0o600 });
    truncateSync(file, SPARSE.bytes);
    add.run(sha256, SPARSE.bytes, 'video', 'video/mp4', now, now);
  }
  database.close();
}
