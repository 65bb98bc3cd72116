import type { Readable } from 'node:stream';
import { createGathering, type GatheredBody } from './gathering.ts';

/** Gathers what `stream` brings into large pieces, and pauses it while nobody takes them. */
export function gatherBody(stream: Readable): GatheredBody {
  const gathering = createGathering(() => stream.resume());
  stream.on('data', (chunk: Uint8Array) => {
    if (!gathering.add(chunk)) stream.pause();
  });
  stream.once('end', () => {
    gathering.finish(null);
  });
  finishWith(stream, gathering.finish);
  // It may have broken before anybody listened, and says nothing a second time.
  if (stream.readableEnded) gathering.finish(null);
  return gathering.body;
}

/** Tells `finish` with which error `stream` ends before its end, or has ended. */
export function finishWith(stream: Readable, finish: (error: Error) => void): void {
  const onClose = (): void => {
    finish(Object.assign(new Error('The connection was closed in the middle'), { code: 'ECONNRESET' }));
  };
  stream.once('error', finish);
  stream.once('close', onClose);
  if (stream.readableEnded) return;
  if (stream.errored !== null) finish(stream.errored);
  else if (stream.destroyed) onClose();
}
