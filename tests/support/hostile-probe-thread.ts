import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { ProbeAnswer } from '../../src/player/media/probe.ts';
import { readMedia } from '../../src/player/media/read-media.ts';
import { OLD_SVG_ROOT } from './old-svg-root.ts';

/* The thread of the probe with a parser that can be led astray, by what a file is called. */

async function answer(path: string): Promise<ProbeAnswer> {
  const name = basename(path);
  if (name.startsWith('hang')) OLD_SVG_ROOT.test(readFileSync(path, 'utf8'));
  if (name.startsWith('eat'))
    for (const eaten: unknown[] = []; ;) eaten.push(Array.from({ length: 100_000 }));
  if (name.startsWith('fall')) process.exit(3);
  return { kind: 'read', probe: await readMedia(path) };
}

parentPort?.on('message', (path: string) => {
  void answer(path).then((found) => parentPort?.postMessage(found));
});
parentPort?.postMessage('ready');
