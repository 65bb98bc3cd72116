import { createSystemClock } from '../../src/shared/clock.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { createPlaylistSync } from '../../src/player/playlist/playlist-sync.ts';
import { createTestClient, longPicture } from '../support/media-support.ts';
import { openTestPlayer, type TestPlayer } from '../support/playlist-support.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { PlaylistItem, Simulator } from '../simulator/types.ts';
import type { Figure } from './figure.ts';
import { makeFolder } from '../support/make-folder.ts';

const ITEMS = 1_000;
const FILE_BYTES = 20_000;
const HOSTNAME = 'bench';

/**
 * What a poll costs: one that finds nothing new, and one that finds 1,000 items of which one has changed. Requests and
 * bytes (of the answers' bodies) are counted by the server, database writes by SQLite (rows changed).
 */
export async function measureSync(): Promise<readonly Figure[]> {
  const server = await startSimulator({
    players: [{ hostname: HOSTNAME, code: 'BENCH-CODE' }],
    rateLimit: false,
  });
  const { path: folder, remove } = makeFolder();
  const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
  const client = createTestClient(server.origin);
  try {
    const items = servePlaylist(server);
    const login = await client.authenticate({ hostname: HOSTNAME, quickconnectCode: 'BENCH-CODE' });
    if (!login.ok) throw new Error(login.error.message);
    const { playerId, authCode } = login.value;
    const sync = createPlaylistSync({
      fetch: (known) => client.playlist({ kind: 'bearer', playerId, authCode }, known),
      playlists: player.playlists,
      clock: createSystemClock(),
      pollSeconds: () => 3_600,
      log: createSilentLog(),
    });
    await player.store.start(false);
    player.playlists.start();
    const first = await measure(server, player, () => sync.syncNow(), 'first poll, 1,000 new items');
    const nothingNew = await measure(server, player, () => sync.syncNow(), 'poll without news');
    server.addUpload('changed.png', longPicture(FILE_BYTES));
    const changed = [...items];
    changed[500] = server.itemFor('changed.png', { id: 500, position: 500 });
    server.setPlaylist(HOSTNAME, changed, 2);
    const oneChanged = await measure(server, player, () => sync.syncNow(), 'one of 1,000 changed');
    await sync.stop();
    return [
      ...figuresOf(first),
      ...figuresOf(nothingNew, { requests: 1, writes: 0 }),
      ...figuresOf(oneChanged, { requests: 2 }),
    ];
  } finally {
    client.close();
    await player.close();
    await server.stop();
    remove();
  }
}

function servePlaylist(server: Simulator): readonly PlaylistItem[] {
  const items = Array.from({ length: ITEMS }, (_, index) => {
    const { name } = server.addUpload(`${index}.png`, longPicture(FILE_BYTES));
    return server.itemFor(name, { id: index, position: index });
  });
  server.setPlaylist(HOSTNAME, items, 1);
  return items;
}

interface Cost {
  readonly what: string;
  readonly requests: number;
  readonly bytes: number;
  readonly writes: number;
  readonly milliseconds: number;
}

/** Runs `poll`, waits until everything that follows from it is here and on the screen, and answers what it cost. */
async function measure(
  server: Simulator,
  player: TestPlayer,
  poll: () => Promise<unknown>,
  what: string,
): Promise<Cost> {
  server.clearRequests();
  const writesBefore = rowsChanged(player);
  const startedAt = performance.now();
  await poll();
  while (player.records.read('offered') !== null) await turn();
  if (player.records.read('staged') !== null) {
    player.playlists.confirmPlaying(player.playlists.currentProgram()?.id ?? '');
  }
  // The server counts a body's last bytes a moment after the client has them.
  while (!server.requests.every(({ finished }) => finished)) await turn();
  return {
    what,
    requests: server.requests.length,
    bytes: server.requests.reduce((sum, request) => sum + request.bytesSent, 0),
    writes: rowsChanged(player) - writesBefore,
    milliseconds: performance.now() - startedAt,
  };
}

function rowsChanged({ database }: TestPlayer): number {
  return Number(database.connection.prepare('SELECT total_changes() AS count').get()?.['count']);
}

/** A turn of the event loop: time is measured, so nothing may be slept away. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function figuresOf(cost: Cost, aim: { requests?: number; writes?: number } = {}): readonly Figure[] {
  const figure = (name: string, value: number, unit: string, atMost?: number): Figure => ({
    name: `${cost.what}, ${name}`,
    value,
    unit,
    ...(atMost === undefined ? {} : { aim: { atMost } }),
  });
  return [
    figure('requests', cost.requests, '', aim.requests),
    figure('bytes of bodies', cost.bytes, 'bytes'),
    figure('database rows written', cost.writes, '', aim.writes),
    figure('time', cost.milliseconds, 'ms'),
  ];
}
