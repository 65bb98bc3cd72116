import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findBrowser } from '../../src/shells/chromium/find-browser.ts';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { startPlayer } from './e2e/player-process.ts';
import { provisionedBy } from './provisioned-by.ts';

/** What a player asked of the network and wrote into its browser's profile. */
export interface QuietReport {
  /** Each name that the resolver was asked for, as often as it was. */
  readonly queries: readonly string[];
  /** Files of code caches and HTTP caches in the profile. */
  readonly caches: readonly string[];
  /** What it counted of sessions that it could not write: for each it writes its preferences anew. */
  readonly sessionErrors: number;
  readonly state: string;
}

/** The one name that the playlist has the player ask for: a page that is not there. */
export const ASKED_NAME = 'asked-by-the-playlist.test';

const PLAYS = /^(playing|standby)$/;
const LONGEST_START_MS = 40_000;

/** Whether a network and mounts of one's own can be had here (root on Linux). */
export const canUnshare = process.platform === 'linux' && process.getuid?.() === 0;

/**
 * Lets a player in the Chromium shell play for `seconds` in a network of its own, whose only resolver is ours and knows no
 * name, and reads what was really asked.
 */
export function watchNetwork(seconds: number): Promise<QuietReport> {
  const folder = mkdtempSync(join(tmpdir(), 'quiet-network-'));
  writeFileSync(join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n');
  // Everything after the mount happens in there; it ends with this shell.
  const script =
    'ip link set lo up && mount --bind "$0/resolv.conf" /etc/resolv.conf && exec "$1" "$2" "$0" "$3"';
  const child = spawn(
    'unshare',
    ['--mount', '--net', 'sh', '-c', script, folder, process.execPath, import.meta.filename, String(seconds)],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      try {
        resolve(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as QuietReport);
      } catch {
        reject(new Error(`The player in its own network ended with ${code ?? 'a signal'}.`));
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    });
  });
}

async function playInside(folder: string, seconds: number): Promise<void> {
  const queries: string[] = [];
  const resolver = createSocket('udp4');
  resolver.on('message', (query, from) => {
    queries.push(nameIn(query));
    // The question again, with the answer that there is no such name (RFC 1035, 4.1.1).
    const answer = Buffer.from(query);
    answer.writeUInt16BE(0x8183, 2);
    answer.writeUInt16BE(0, 10);
    resolver.send(answer.subarray(0, questionEnd(query)), from.port, from.address);
  });
  await new Promise<void>((done) => resolver.bind(53, '127.0.0.1', done));
  const server = await startSimulator({
    players: [{ hostname: 'lobby', name: 'Lobby', code: 'QUICK123' }],
    rateLimit: false,
  });
  server.addUpload('red.jpg', readFileSync(join(import.meta.dirname, 'media/red.jpg')));
  server.setPlaylist('lobby', [
    server.itemFor('red.jpg', { duration: 4 }),
    { id: 2, type: 'web', url: `http://${ASKED_NAME}/`, file_name: 'page', duration: 4 },
  ]);
  const display = await startVirtualDisplay({ width: 640, height: 480 });
  if (!display.ok) throw new Error(display.error.message);
  const dataFolder = join(folder, 'data');
  const player = startPlayer({
    dataFolder,
    environment: {
      DISPLAY: display.value.name,
      ...provisionedBy(server.origin, 'lobby', 'QUICK123'),
      DIGIPLAYER_BROWSER: findBrowser() ?? '',
    },
  });
  await wait(seconds * 1_000);
  // On a busy machine it may be still on its way.
  for (let left = LONGEST_START_MS; left > 0 && !PLAYS.test(player.status()?.state ?? ''); left -= 250)
    await wait(250);
  const report: QuietReport = {
    queries,
    caches: cachesIn(join(dataFolder, 'browser')),
    sessionErrors: sessionErrorsIn(join(dataFolder, 'browser', 'Default', 'Preferences')),
    state: player.status()?.state ?? player.said(),
  };
  await player.stop();
  await display.value.stop();
  await server.stop();
  resolver.close();
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
}

function cachesIn(profile: string): string[] {
  return readdirSync(profile, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /(^|\/)(Cache|Code Cache)\//.test(path) && statSync(join(profile, path)).isFile(),
  );
}

function sessionErrorsIn(preferences: string): number {
  const counts = readFileSync(preferences, 'utf8').matchAll(/"error_count":(\d+)/g);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** The name of the one question, labels joined by dots. */
function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; (query[at] ?? 0) > 0; at += 1 + (query[at] ?? 0)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + (query[at] ?? 0)));
  }
  return labels.join('.');
}

/** Where the question ends: name, type and class. What follows it (EDNS) is not repeated. */
function questionEnd(query: Buffer): number {
  return query.indexOf(0, 12) + 5;
}

if (import.meta.main) {
  const [folder = '', seconds = ''] = process.argv.slice(2);
  await playInside(folder, Number(seconds));
  process.exit(0);
}
