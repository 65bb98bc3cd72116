import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startVirtualDisplay, type VirtualDisplay } from '../../../tools/demo/virtual-display.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import type { PlaylistItem, Simulator } from '../../simulator/types.ts';
import { startPlayer, type PlayerProcess, type PlayerStart } from '../e2e/player-process.ts';
import { chromiumShell } from '../e2e/shell-under-test.ts';
import { makeCodedFile, type CodedFile } from './coded-media.ts';
import { recordScreen, type Recording } from './record-screen.ts';
import { BACKGROUND } from './sample-media.ts';
import { makeFolder } from '../make-folder.ts';
import { provisionedBy } from '../provisioned-by.ts';

export const PANEL = { width: 1280, height: 720 } as const;

/** A player before a screen of its own that plays from a simulated server. */
export interface MediaPlayer {
  readonly player: PlayerProcess;
  readonly display: VirtualDisplay;
  readonly dataFolder: string;
  readonly server: Simulator;
  /** As the server has it. */
  readonly playlist: readonly PlaylistItem[];
  /** Waits until its second showing begins, so that nothing of the way in from an empty screen is seen; rejects after 40 s. */
  playing(): Promise<void>;
  record(seconds: number): Promise<Recording>;
  /** Ends it, its server and its screen. */
  stop(): Promise<void>;
}

/** One item of the playlist; without a duration (seconds) a video plays its own length once. */
export interface MediaItem {
  readonly name: string;
  readonly bytes: Buffer;
  readonly duration: number | null;
}

type Start = Pick<PlayerStart, 'options' | 'environment' | 'shell'>;

export interface CodedPlayerOptions extends Start {
  readonly files: readonly CodedFile[];
  /** The items of `files`, in the order of the playlist. */
  readonly order: readonly number[];
  /** Seconds that each image, and each page of a PDF, stands. */
  readonly imageSeconds: number;
  /** A PDF stands so long, however many pages it has. */
  readonly pdfSeconds?: number;
}

/** Plays coded pictures, made for the purpose. */
export async function startCodedPlayer({
  files,
  order,
  imageSeconds,
  pdfSeconds,
  ...start
}: CodedPlayerOptions): Promise<MediaPlayer> {
  const { path: folder, remove } = makeFolder();
  try {
    const made = new Map<number, MediaItem>();
    for (const file of files) {
      const bytes = readFileSync(await makeCodedFile(folder, file));
      made.set(file.item, { name: file.name, bytes, duration: secondsOf(file, imageSeconds, pdfSeconds) });
    }
    const items = order.flatMap((item) => made.get(item) ?? []);
    if (items.length < order.length) throw new Error('The order names an item that has no file.');
    return await startMediaPlayer(items, start);
  } finally {
    remove();
  }
}

function secondsOf(
  { codec, frames }: CodedFile,
  imageSeconds: number,
  pdfSeconds = frames * imageSeconds,
): number | null {
  if (codec === 'png') return imageSeconds;
  return codec === 'pdf' ? pdfSeconds : null;
}

/** Starts server, screen and player. An item may come more than once. */
export async function startMediaPlayer(
  items: readonly MediaItem[],
  { options = [], environment = {}, shell = chromiumShell }: Start = {},
): Promise<MediaPlayer> {
  const { path: dataFolder, remove } = makeFolder();
  const server = await startSimulator({
    players: [{ hostname: 'screen', code: 'QUICK123' }],
    rateLimit: false,
  });
  for (const { name, bytes } of new Map(items.map((item) => [item.name, item])).values()) {
    server.addUpload(name, bytes);
  }
  const playlist = items.map(({ name, duration }) => server.itemFor(name, { duration }));
  server.setPlaylist('screen', playlist);
  const display = await startVirtualDisplay(PANEL);
  if (!display.ok) throw new Error(display.error.message);
  const player = startPlayer({
    dataFolder,
    shell,
    options,
    environment: {
      DISPLAY: display.value.name,
      ...provisionedBy(server.origin, 'screen', 'QUICK123'),
      DIGIPLAYER_FIT: 'fill',
      DIGIPLAYER_BACKGROUND_COLOUR: BACKGROUND,
      DIGIPLAYER_TRANSITION: 'cut',
      ...environment,
    },
  });
  return {
    player,
    display: display.value,
    dataFolder,
    server,
    playlist,
    async playing() {
      const showings = new Set<string>();
      for (let left = 400; showings.size < 2; left -= 1) {
        if (left === 0) throw new Error(`The player does not play: ${player.said()}`);
        const since = player.status()?.current?.since;
        if (since !== undefined) showings.add(since);
        await sleep(100);
      }
    },
    record: (seconds) => recordScreen(display.value.name, PANEL, seconds),
    async stop() {
      await player.stop();
      await Promise.all([display.value.stop(), server.stop()]);
      remove();
    },
  };
}
