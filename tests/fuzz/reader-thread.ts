import { parentPort } from 'node:worker_threads';
import { describeThrown } from '../../src/shared/result.ts';
import { mutate, randomOfCase } from './mutate.ts';
import { readers, type ReaderName } from './readers.ts';

/* Reads cases of the fuzzer where one that never ends can be stopped; answers what went wrong with each, null: nothing. */

export interface ReaderCase {
  readonly reader: ReaderName;
  readonly seed: number;
  readonly index: number;
}

async function tryCase({ reader, seed, index }: ReaderCase): Promise<string | null> {
  const { seeds, read } = readers[reader];
  try {
    await read(mutate(seeds, randomOfCase(seed, index)));
    return null;
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : describeThrown(thrown);
  }
}

parentPort?.on('message', (given: ReaderCase) => {
  void tryCase(given).then((finding) => parentPort?.postMessage(finding));
});
parentPort?.postMessage('ready');
