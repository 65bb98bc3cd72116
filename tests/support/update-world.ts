import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { fillOf } from './e2e/colours.ts';
import { cleanEnvironment } from './e2e/player-process.ts';
import { endProcess, processesBelow } from './e2e/processes.ts';
import { openBrowserScreen, type BrowserScreen } from './browser-on-screen.ts';
import { makeFolder } from './make-folder.ts';
import { layBuild, packBuild, spoil, type BuildShell, type VersionFault } from './update-builds.ts';
import { packageOf, startUpdateFeed, type UpdateFeed } from './update-feed.ts';
import { leaveUpdateRequest } from '../../src/player/updates/update-request.ts';
import { peekUpdateState } from '../../src/player/updates/update-folder.ts';
import type { UpdateState } from '../../src/player/updates/update-state.ts';
import { provisionedBy } from './provisioned-by.ts';

/*
 * Real updates of the real player: its built tree is copied as the packaged version, and again, under other numbers and with
 * faults, as what a feed offers. What is on the screen is read off the display's own memory.
 */

export interface UpdateWorld {
  readonly feed: UpdateFeed;
  readonly server: Simulator;
  readonly folder: string;
  /** The built tree as version `version`, packed; each is packed once. */
  archive(version: string, fault?: VersionFault): Promise<Buffer>;
  /** Has the feed offer it. */
  offer(version: string, fault?: VersionFault): Promise<void>;
  start(dataFolder: string, environment?: Readonly<Record<string, string>>): RunningPlayer;
  /** The colour that fills the screen. */
  seen(): string;
  stop(): Promise<void>;
}

export interface RunningPlayer {
  readonly pid: number;
  readonly ended: Promise<void>;
  said(): string;
  /** `app_version` of `status.json`, when its player lives. */
  version(): string | null;
  state(): UpdateState;
  update(request: 'check' | 'now'): void;
  /** As a power cut does: every process at once. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const CODE = 'QUICK123';
const HOSTNAME = 'lobby';

export async function openUpdateWorld(shell: BuildShell = 'chromium'): Promise<UpdateWorld> {
  const { path: folder, remove } = makeFolder();
  const screen: BrowserScreen = await openBrowserScreen({ width: 640, height: 360 });
  const server = await startSimulator({
    players: [{ hostname: HOSTNAME, name: 'Lobby', code: CODE }],
    rateLimit: false,
  });
  server.addUpload('red.jpg', readFileSync(join(root, 'tests/support/media/red.jpg')));
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg', { duration: 1 })]);
  const feed = await startUpdateFeed();
  const packaged = join(folder, 'packaged');
  layBuild(packaged, '1.0.0', feed.maker.publicKey, shell);
  const archives = new Map<string, Promise<Buffer>>();
  const players: RunningPlayer[] = [];

  const pack = async (version: string, fault?: VersionFault): Promise<Buffer> => {
    const tree = join(folder, `tree-${version}-${fault ?? 'good'}`);
    layBuild(tree, version, feed.maker.publicKey, shell);
    if (fault !== undefined) spoil(tree, fault, shell);
    return packBuild(tree, shell);
  };
  const archive = (version: string, fault?: VersionFault): Promise<Buffer> => {
    const name = `${version} ${fault ?? ''}`;
    const packed = archives.get(name) ?? pack(version, fault);
    archives.set(name, packed);
    return packed;
  };

  return {
    feed,
    server,
    folder,
    archive,
    offer: async (version, fault) => {
      const packed = await archive(version, fault);
      const form = shell === 'electron' ? 'unpacked' : 'tree';
      feed.offer(version, packed, {
        packages: [{ ...packageOf(packed, `digiplayer-${version}.tar.gz`), form }],
      });
    },
    start: (dataFolder, environment = {}) => {
      const child = spawn(
        shell === 'electron' ? join(packaged, 'digiplayer') : process.execPath,
        [
          ...(shell === 'electron'
            ? ['--no-sandbox']
            : [join(packaged, 'out/cli/parent.js'), '--shell=chromium']),
          `--data-dir=${dataFolder}`,
        ],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            ...cleanEnvironment(),
            DISPLAY: screen.display.name,
            DIGIPLAYER_BROWSER: screen.browser,
            ...provisionedBy(server.origin, HOSTNAME, CODE),
            DIGIPLAYER_UPDATE_FEED: feed.url,
            DIGIPLAYER_FIT: 'fill',
            DIGIPLAYER_RETRY_DELAY_SECONDS: '0.5',
            ...environment,
          },
        },
      );
      const player = runningPlayer(child, dataFolder);
      players.push(player);
      return player;
    },
    seen: () => {
      const picture = screen.display.picture();
      return picture === null ? 'nothing' : fillOf(picture);
    },
    stop: async () => {
      for (const player of players) await player.kill();
      await feed.stop();
      await server.stop();
      await screen.close();
      remove();
    },
  };
}

function runningPlayer(child: ChildProcess, dataFolder: string): RunningPlayer {
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output?.setEncoding('utf8').on('data', (part: string) => (said += part));
  const ended = new Promise<void>((done) => {
    child.once('exit', () => {
      done();
    });
  });
  const pid = child.pid ?? 0;
  return {
    pid,
    ended,
    said: () => said,
    version: () => {
      try {
        const status = JSON.parse(readFileSync(join(dataFolder, 'status.json'), 'utf8')) as {
          readonly app_version: string;
          readonly pid: number;
        };
        return processesBelow(pid).some((process) => process.pid === status.pid) ? status.app_version : null;
      } catch {
        return null;
      }
    },
    state: () => peekUpdateState(dataFolder),
    update: (request) => {
      leaveUpdateRequest(dataFolder, request);
    },
    kill: async () => {
      const below = processesBelow(pid);
      child.kill('SIGKILL');
      for (const process of below) endProcess(process.pid);
      await ended;
      // What was started between the look and the kill ends with its parent's channel, but the browser may have escaped.
      for (const one of processesOf(dataFolder)) endProcess(one);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The processes whose command line names this data folder. */
function processesOf(dataFolder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLineOf(name).includes(dataFolder))
    .map(Number);
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
  } catch {
    return '';
  }
}
