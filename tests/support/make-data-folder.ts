import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator } from '../simulator/simulator.ts';
import { makeFolder } from './make-folder.ts';
import { startTestPlayer } from './player-support.ts';
import { provisionedBy } from './provisioned-by.ts';

/*
 * `node tests/support/make-data-folder.ts schema-N` keeps the data folder of a paired player that has played two pictures, as this
 * version writes it, in tests/support/data-folders. It is run once, when a step was added to the schema: what it made is never made anew.
 */

const name = process.argv[2] ?? '';
if (!/^schema-\d+$/.test(name)) throw new Error('Say which schema: schema-3, for one.');
const folder = makeFolder();
const data = join(folder.path, 'data');
const server = await startSimulator({ players: [{ hostname: 'lobby', code: 'CODE-123' }] });
for (const file of ['red.jpg', 'blue.webp'])
  server.addUpload(file, readFileSync(join(import.meta.dirname, 'media', file)));
server.setPlaylist(
  'lobby',
  ['red.jpg', 'blue.webp'].map((file) => server.itemFor(file)),
);
const player = await startTestPlayer(data, {
  ...provisionedBy(server.origin, 'lobby', 'CODE-123'),
});
await player.until(({ state, playlist }) => state === 'playing' && playlist.items === 2, 'playing');
const program = player.playing();
const shown = { program: program?.id ?? '', item: program?.items[0]?.key ?? '' };
await player.ask('report-playback', {
  ...{ kind: 'ended', ...shown, shownMs: 1_000, complete: true, reason: 'duration' },
});
await player.stop();
await server.stop();
const target = join(import.meta.dirname, 'data-folders', name);
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
cpSync(data, target, {
  recursive: true,
  filter: (path) => !/logs|status\.json|-(wal|shm)$|\.sock$|\.lock$/.test(path),
});
folder.remove();
process.exit(0);
