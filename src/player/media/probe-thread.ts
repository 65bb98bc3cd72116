import { parentPort } from 'node:worker_threads';
import { describeThrown } from '../../shared/result.ts';
import { isSystemError } from './disk-failures.ts';
import type { ProbeAnswer, ProbeQuestion } from './probe.ts';
import { readMedia } from './read-media.ts';
import { isWholeFile } from './whole-file.ts';

/* A thread that reads one file after the other: each message is a question about one, each answer what its bytes say. */

if (parentPort === null) throw new Error('This file runs in a thread of its own.');
const port = parentPort;

async function answer(question: ProbeQuestion): Promise<ProbeAnswer> {
  const { path } = question;
  try {
    if (question.kind === 'probe') return { kind: 'read', probe: await readMedia(path) };
    return { kind: 'whole', isWhole: await isWholeFile(path, question.mime) };
  } catch (thrown) {
    const message = describeThrown(thrown);
    if (!isSystemError(thrown)) return { kind: 'fault', message };
    const { errno, code } = thrown as NodeJS.ErrnoException;
    return { kind: 'disk', message, errno, code };
  }
}

port.on('message', (question: ProbeQuestion) => {
  void answer(question).then((found) => {
    port.postMessage(found);
  });
});
port.postMessage('ready');
