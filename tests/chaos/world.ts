import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startVirtualDisplay, type VirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { startRecorder } from '../simulator/recorder.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Recorder, Simulator } from '../simulator/types.ts';
import { startPlayer, type PlayerProcess } from '../support/e2e/player-process.ts';
import { makeFolder } from '../support/make-folder.ts';
import { mountSmallDisk, whyNoDisk, type SmallDisk } from '../support/small-disk.ts';
import { bringContent, type Content } from './content.ts';
import { startFaultyProxy, type FaultyProxy } from './faulty-proxy.ts';
import { startHostilePages, type HostilePages } from './hostile-pages.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

export const HOSTNAME = 'screen';
export const CODE = 'CHAOS-c0de-2291';
export const PANEL = { width: 640, height: 360 } as const;
/** No item has it. */
export const BACKGROUND = [0x20, 0x50, 0x60] as const;
/** Twice this is more than the ten seconds that lie between two sign-ins, which a code that was just revoked may cost. */
export const POLL_SECONDS = 6;
/** The player keeps a quarter of a gigabyte free beside its media. */
const DISK_MEGABYTES = 400;
const SERVER_NAME = 'digiserver.test';

/** A player on a wall and all that it depends on. */
export interface World {
  readonly server: Simulator;
  readonly proxy: FaultyProxy;
  /** Stands in the server's place with a certificate of its own, and keeps what it is told. */
  readonly stranger: Recorder;
  readonly pages: HostilePages;
  readonly content: Content;
  readonly display: VirtualDisplay;
  readonly dataFolder: string;
  /** Null where none can be mounted. */
  readonly disk: SmallDisk | null;
  /** Null where the player has the machine's own names. */
  readonly setNameKnown: ((isKnown: boolean) => void) | null;
  /** The one that runs now. */
  player(): PlayerProcess;
  /** Starts it, also anew after all of it was killed. */
  startPlayer(): void;
  /** What all players said so far. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts all but the player. `say` hears what cannot be had here, and why. */
export async function makeWorld(say: (line: string) => void): Promise<World> {
  const { path: room, remove } = makeFolder();
  const server = await startSimulator({
    players: [{ hostname: HOSTNAME, name: 'Screen', code: CODE }],
    certificate: makeCertificate({ keyType: 'ecdsa' }),
    rateLimit: false,
  });
  const proxy = await startFaultyProxy(server.port);
  const stranger = await startRecorder({ certificate: makeCertificate({ keyType: 'ecdsa' }) });
  const pages = await startHostilePages();
  const display = await startVirtualDisplay(PANEL);
  if (!display.ok) throw new Error(display.error.message);
  const disk = mountDisk(join(room, 'disk'), say);
  const dataFolder = join(room, 'disk', 'data');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const names = makeNames(room, say);
  const players: PlayerProcess[] = [];
  const environment = {
    DISPLAY: display.value.name,
    ...provisionedBy(`https://${names === null ? '127.0.0.1' : SERVER_NAME}:${proxy.port}`, HOSTNAME, CODE),
    DIGIPLAYER_PLAYLIST_POLL_SECONDS: String(POLL_SECONDS),
    DIGIPLAYER_BEAT_SECONDS: '5',
    DIGIPLAYER_VERIFY_SECONDS: '30',
    DIGIPLAYER_CERTIFICATE_REREAD_HOURS: '0.01',
    DIGIPLAYER_REQUEST_TIMEOUT_SECONDS: '5',
    DIGIPLAYER_SCRUB_SECONDS: '1',
    DIGIPLAYER_MAX_CACHE_SIZE_MB: '16',
    DIGIPLAYER_FIT: 'fill',
    DIGIPLAYER_BACKGROUND_COLOUR: `#${Buffer.from(BACKGROUND).toString('hex')}`,
  };
  return {
    server,
    proxy,
    stranger,
    pages,
    content: bringContent(server, pages.addresses),
    display: display.value,
    dataFolder,
    disk,
    setNameKnown: names?.setKnown ?? null,
    player: () => {
      const newest = players.at(-1);
      if (newest === undefined) throw new Error('There is no player yet.');
      return newest;
    },
    startPlayer: () => {
      players.push(startPlayer({ dataFolder, environment, within: names?.within ?? [] }));
    },
    said: () => players.map((player) => player.said()).join(''),
    async stop() {
      await players.at(-1)?.stop();
      await Promise.all([display.value.stop(), proxy.stop(), stranger.stop(), pages.stop(), server.stop()]);
      disk?.unmount();
      remove();
    },
  };
}

function mountDisk(path: string, say: (line: string) => void): SmallDisk | null {
  const whyNot = whyNoDisk();
  if (whyNot === null) return mountSmallDisk(path, DISK_MEGABYTES);
  say(`No disk is ever full: ${whyNot}.`);
  return null;
}

interface Names {
  readonly within: readonly string[];
  readonly setKnown: (isKnown: boolean) => void;
}

/** A file of names that only the player sees, in a name space of mounts. */
function makeNames(room: string, say: (line: string) => void): Names | null {
  const file = join(room, 'hosts');
  const others = readFileSync('/etc/hosts', 'utf8');
  const setKnown = (isKnown: boolean): void => {
    // In its own place: the file itself is mounted.
    writeFileSync(file, isKnown ? `${others}\n127.0.0.1 ${SERVER_NAME}\n` : others);
  };
  setKnown(true);
  const within = ['unshare', '--mount', 'sh', '-c', 'mount --bind "$0" /etc/hosts && exec "$@"', file];
  const [program = '', ...words] = within;
  if (spawnSync(program, [...words, 'true']).status === 0) return { setKnown, within };
  say('The name of the server never fails: this machine lends no name space of mounts for a file of names.');
  return null;
}
