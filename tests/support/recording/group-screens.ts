import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startVirtualDisplay } from '../../../tools/demo/virtual-display.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import type { Simulator } from '../../simulator/types.ts';
import { makeFolder } from '../make-folder.ts';
import { startPlayer, type PlayerProcess } from '../e2e/player-process.ts';
import { makeCodedFile, type CodedFile } from './coded-media.ts';
import type { MediaItem } from './coded-player.ts';
import { recordScreens, type PairOfRecordings } from './record-screens.ts';
import { BACKGROUND } from './sample-media.ts';
import { provisionedBy } from '../provisioned-by.ts';

const GROUP_PANEL = { width: 640, height: 360 } as const;
const NAMES = ['one', 'two'] as const;

/** Two players before two screens, of one server. */
export interface GroupScreens {
  readonly server: Simulator;
  readonly players: readonly [PlayerProcess, PlayerProcess];
  /** Waits until both show an item; rejects after 60 s. */
  playing(): Promise<void>;
  record(seconds: number): Promise<PairOfRecordings>;
  /** Kills the second one and starts it again on its data folder. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface GroupScreensOptions {
  readonly items: readonly MediaItem[];
  /** Empty: each goes its own way. */
  readonly group: string;
  /** For the second one alone. */
  readonly ofTheSecond?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The items of a playlist of these files, made now; images stand for so many seconds, videos for their own length. */
export async function makeItems(
  files: readonly CodedFile[],
  imageSeconds: number,
): Promise<readonly MediaItem[]> {
  const { path: folder, remove } = makeFolder();
  try {
    const items: MediaItem[] = [];
    for (const file of files) {
      const bytes = readFileSync(await makeCodedFile(folder, file));
      items.push({ name: file.name, bytes, duration: file.codec === 'png' ? imageSeconds : null });
    }
    return items;
  } finally {
    remove();
  }
}

/** Starts server, screens and players, the second one two seconds after the first. */
export async function startGroupScreens(options: GroupScreensOptions): Promise<GroupScreens> {
  const { items, group, ofTheSecond = {}, environment = {} } = options;
  const { path: folder, remove } = makeFolder();
  const server = await startSimulator({
    players: NAMES.map((hostname) => ({ hostname, code: 'QUICK123' })),
    rateLimit: false,
  });
  for (const { name, bytes } of new Map(items.map((item) => [item.name, item])).values())
    server.addUpload(name, bytes);
  for (const hostname of NAMES) {
    server.setPlaylist(
      hostname,
      items.map(({ name, duration }) => server.itemFor(name, { duration })),
    );
  }
  const displays = await Promise.all(NAMES.map(() => display()));
  const start = (place: 0 | 1): PlayerProcess =>
    startPlayer({
      dataFolder: `${folder}/${NAMES[place]}`,
      environment: {
        DISPLAY: displays[place]?.name ?? '',
        ...provisionedBy(server.origin, NAMES[place], 'QUICK123'),
        DIGIPLAYER_FIT: 'fill',
        DIGIPLAYER_BACKGROUND_COLOUR: BACKGROUND,
        DIGIPLAYER_TRANSITION: 'cut',
        DIGIPLAYER_SYNC_GROUP: group,
        ...environment,
        ...(place === 1 ? ofTheSecond : {}),
      },
    });
  const one = start(0);
  await sleep(2_000);
  let two = start(1);
  const playing = async (): Promise<void> => {
    for (let left = 600; ![one, two].every((player) => player.status()?.current); left -= 1) {
      if (left === 0) throw new Error(`The players do not play: ${one.said()}\n${two.said()}`);
      await sleep(100);
    }
  };
  return {
    server,
    get players() {
      return [one, two] as const;
    },
    playing,
    record: (seconds) =>
      recordScreens([displays[0]?.name ?? '', displays[1]?.name ?? ''], GROUP_PANEL, seconds),
    async startAgain() {
      await two.kill();
      two = start(1);
    },
    async stop() {
      await Promise.all([one.stop(), two.stop()]);
      await Promise.all([...displays.map((each) => each.stop()), server.stop()]);
      remove();
    },
  };
}

async function display() {
  const started = await startVirtualDisplay(GROUP_PANEL);
  if (!started.ok) throw new Error(started.error.message);
  return started.value;
}
