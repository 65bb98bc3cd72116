import { parentPort } from 'node:worker_threads';
import { describeThrown } from '../../shared/result.ts';
import { isSystemError } from './disk-failures.ts';
import type { ProbeAnswer } from './probe.ts';
import { readMedia } from './read-media.ts';

/* A thread that reads one file after the other: each message is a path, each answer what its bytes say. */

if (parentPort === null) throw new Error('This file runs in a thread of its own.');
const port = parentPort;

async function answer(path: string): Promise<ProbeAnswer> {
  try {
    return { kind: 'read', probe: await readMedia(path) };
  } catch (thrown) {
    const message = describeThrown(thrown);
    if (!isSystemError(thrown)) return { kind: 'fault', message };
    const { errno, code } = thrown as NodeJS.ErrnoException;
    return { kind: 'disk', message, errno, code };
  }
}

port.on('message', (path: string) => {
  void answer(path).then((found) => {
    port.postMessage(found);
  });
});
port.postMessage('ready');
