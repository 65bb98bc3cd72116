import { parentPort } from 'node:worker_threads';
import { describeThrown } from '../../shared/result.ts';
import { createStickDisk } from './stick-disk.ts';
import type { StickAnswer, StickQuestion } from './stick-reader.ts';

/* A thread that reads a stick: each message is a question, each answer what the stick says. It may wait for ever; others do not. */

if (parentPort === null) throw new Error('This file runs in a thread of its own.');
const port = parentPort;
const disk = createStickDisk();

function answer(question: StickQuestion): StickAnswer {
  switch (question.kind) {
    case 'look':
      return { kind: 'contents', contents: disk.look(question.folder) };
    case 'read':
      return { kind: 'bytes', ...disk.read(question.path, question.position, question.length) };
    case 'hash': {
      const { path, position, length, is } = question;
      return { kind: 'hashed', sha256: disk.hash(path, position, length, is) };
    }
    case 'write':
      disk.write(question.folder, question.name, question.text);
      return { kind: 'done' };
    case 'close':
      disk.close();
      return { kind: 'done' };
  }
}

port.on('message', (question: StickQuestion) => {
  try {
    const answered = answer(question);
    // The bytes change hands and are not copied.
    const bytes = answered.kind === 'bytes' ? [answered.bytes.buffer as ArrayBuffer] : [];
    port.postMessage(answered, bytes);
  } catch (thrown) {
    port.postMessage({ kind: 'failed', message: describeThrown(thrown) } satisfies StickAnswer);
  }
});
port.postMessage('ready');
