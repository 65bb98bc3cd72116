import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/*
 * Loaded into the player before anything of it (`NODE_OPTIONS=--import=…`): at SIGUSR2 it writes what lives on its heap, after
 * what is garbage has gone, to a file of its own in `DIGIPLAYER_BENCH_HEAP`.
 */

const folder = process.env['DIGIPLAYER_BENCH_HEAP'];
if (folder !== undefined && isMainThread) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  process.on('SIGUSR2', () => {
    collect();
    collect();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    const file = `${folder}/${process.pid}.json`;
    const handles = process.getActiveResourcesInfo().length;
    writeFileSync(`${file}.new`, JSON.stringify({ heapUsed, external, arrayBuffers, handles }));
    renameSync(`${file}.new`, file);
  });
}
