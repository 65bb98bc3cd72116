import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVirtualDisplay, type VirtualDisplay } from '../../../src/cli/virtual-display.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { startPlayer, type PlayerProcess, type PlayerStart } from '../player-process.ts';
import { makeCodedFile, type CodedFile } from './coded-media.ts';
import { recordScreen, type Recording } from './record-screen.ts';
import { BACKGROUND } from './sample-media.ts';

export const PANEL = { width: 1280, height: 720 } as const;

/** A player before a screen of its own that plays coded pictures from a simulated server. */
export interface CodedPlayer {
  readonly player: PlayerProcess;
  readonly display: VirtualDisplay;
  record(seconds: number): Promise<Recording>;
  stop(): Promise<void>;
}

export interface CodedPlayerOptions {
  readonly files: readonly CodedFile[];
  /** The items of `files`, in the order of the playlist. */
  readonly order: readonly number[];
  /** Seconds that each image stands. */
  readonly imageSeconds: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** For the player's command line. */
  readonly options?: PlayerStart['options'];
}

/** Makes the media, starts server, display and player. What it started is gone after `stop()`. */
export async function startCodedPlayer(asked: CodedPlayerOptions): Promise<CodedPlayer> {
  const folder = mkdtempSync(join(tmpdir(), 'digiplayer-coded-'));
  const server = await startSimulator({
    players: [{ hostname: 'coded', code: 'QUICK123' }],
    rateLimit: false,
  });
  for (const file of asked.files)
    server.addUpload(file.name, readFileSync(await makeCodedFile(folder, file)));
  server.setPlaylist(
    'coded',
    asked.order.map((item) => playlistItem(asked, item, server.itemFor)),
  );
  const display = await startVirtualDisplay(PANEL);
  if (!display.ok) throw new Error(display.error.message);
  const player = startPlayer({
    dataFolder: join(folder, 'data'),
    options: asked.options ?? [],
    environment: {
      DISPLAY: display.value.name,
      DIGIPLAYER_SERVER_URL: server.origin,
      DIGIPLAYER_HOSTNAME: 'coded',
      DIGIPLAYER_QUICKCONNECT_CODE: 'QUICK123',
      DIGIPLAYER_USE_SERVER_CERTIFICATE: 'true',
      DIGIPLAYER_FIT: 'fill',
      DIGIPLAYER_BACKGROUND_COLOUR: BACKGROUND,
      DIGIPLAYER_TRANSITION: 'cut',
      ...asked.environment,
    },
  });
  return {
    player,
    display: display.value,
    record: (seconds) => recordScreen(display.value.name, PANEL, seconds),
    async stop() {
      await player.stop();
      await Promise.all([display.value.stop(), server.stop()]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function playlistItem(
  { files, imageSeconds }: CodedPlayerOptions,
  item: number,
  itemFor: (name: string, fields?: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const file = files.find((candidate) => candidate.item === item);
  if (file === undefined) throw new Error(`No file has the item ${item}.`);
  // Without a duration a video plays its own length once.
  return itemFor(file.name, { duration: file.codec === 'png' ? imageSeconds : null });
}
