import { openSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { FolderQuestion } from '../../src/player/media/local-folder-reader.ts';

/* A thread that reads a folder on a share that does not answer: the system comes back once somebody writes into the pipe. */

parentPort?.on('message', (question: FolderQuestion) => {
  if (question.kind === 'list') openSync(`${question.path}/pipe`, 'r');
  parentPort?.postMessage({ kind: 'listed', entries: [], isWhole: true });
});
parentPort?.postMessage('ready');
