import { renameSync, writeFileSync } from 'node:fs';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/*
 * Loaded into the player before anything of it (`NODE_OPTIONS=--import=…`): at SIGUSR2 it writes what lives on its heap, after
 * what is garbage has gone, to a file of its own in `DIGIPLAYER_BENCH_HEAP`. `DIGIPLAYER_BENCH_V8` has flags for V8, with a blank
 * between them.
 */

/** Where V8 keeps machine code, bytecode and what belongs to them. */
const CODE_SPACES: readonly string[] = [
  ...['code_space', 'code_large_object_space'],
  ...['trusted_space', 'trusted_large_object_space'],
];
/** V8 forgets bytecode that did not run between six of them, and what it learnt of it: what is left is what the player keeps. */
const COLLECTIONS = 8;

const folder = process.env['DIGIPLAYER_BENCH_HEAP'];
if (folder !== undefined && isMainThread) {
  const flags = (process.env['DIGIPLAYER_BENCH_V8'] ?? '').split(' ').filter((flag) => flag !== '');
  for (const flag of flags) setFlagsFromString(flag);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  process.on('SIGUSR2', () => {
    for (let time = 0; time < COLLECTIONS; time++) collect();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    const code = getHeapSpaceStatistics()
      .filter(({ space_name: name }) => CODE_SPACES.includes(name))
      .reduce((sum, { space_used_size: used }) => sum + used, 0);
    const file = `${folder}/${process.pid}.json`;
    const handles = process.getActiveResourcesInfo().length;
    writeFileSync(`${file}.new`, JSON.stringify({ heapUsed, code, external, arrayBuffers, handles }));
    renameSync(`${file}.new`, file);
  });
}
