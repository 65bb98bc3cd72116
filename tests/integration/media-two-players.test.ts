import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOrRebuild } from '../../src/platform/store/open-or-rebuild.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { finalFiles, longPicture, needFor, openTestStore, type TestStore } from '../support/media-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let server: Simulator;
let folder: string;
let stores: TestStore[];
let children: ChildProcess[];

/** One whose database is its own: where two processes come to one media folder, one of them has that. */
function open(): TestStore {
  const store = openTestStore({
    origin: server.origin,
    dataFolder: folder,
    databaseFolder: temporaryFolder(),
  });
  stores.push(store);
  return store;
}

/** Another process that downloads a playlist into the same data folder, slowly. */
async function startOther(upload: string): Promise<ChildProcess> {
  writeFileSync(join(folder, 'bodies.json'), JSON.stringify([{ playlist: [server.itemFor(upload)] }]));
  const harness = join(import.meta.dirname, '../support/crash-harness.ts');
  const child = spawn(process.execPath, [harness, 'download', server.origin, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(createInterface(child.stdout), 'line');
  return child;
}

beforeEach(async () => {
  server = await startSimulator();
  folder = temporaryFolder();
  stores = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const store of stores) await store.close();
  await server.stop();
});

test('a second player on the same folder leaves the first one in peace, and takes over when it is killed', async () => {
  const upload = server.addUpload('shared.png', longPicture(900_000));
  server.setThrottle(300_000);
  const other = await startOther('shared.png');

  const second = open();
  await second.store.start(false);
  const refused = await second.store.ensure(needFor(server.origin, upload));

  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'disk-error', params: { cause: 'folder-in-use' } },
  });
  expect(server.requests).toHaveLength(1);
  other.kill('SIGKILL');
  await once(other, 'exit');
  server.setThrottle(null);

  expect(await second.store.ensure(needFor(server.origin, upload))).toMatchObject({ ok: true });
  expect(finalFiles(folder)).toEqual({ names: [upload.sha256], wrong: [] });
});

test('player.db belongs to one process: another one is told so and leaves it whole', async () => {
  server.addUpload('big.png', longPicture(900_000));
  server.setThrottle(300_000);
  const other = await startOther('big.png');
  const file = join(folder, 'player.db');

  expect(openOrRebuild(file, () => Date.now())).toMatchObject({
    ok: false,
    error: { code: 'database-locked' },
  });
  expect(other.exitCode).toBeNull();
  other.kill('SIGKILL');
  await once(other, 'exit');

  const opened = openOrRebuild(file, () => Date.now());
  expect(opened).toMatchObject({ ok: true, value: { rebuilt: false, setAside: null } });
  if (opened.ok) opened.value.database.close();
});
