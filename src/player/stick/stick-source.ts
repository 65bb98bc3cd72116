import type { CallCode, StickCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { DownloadAnswer, DownloadRequest } from '../server/server-client.types.ts';
import type { StickPart } from './stick-format.ts';

type Download = (request: DownloadRequest) => Promise<Result<DownloadAnswer, CallCode>>;

/** A proven list whose files are being taken in. */
interface HeldStick {
  /** By the address that its item has here; null: the list names the file, and the stick does not bring it. */
  readonly parts: ReadonlyMap<string, StickPart | null>;
  readonly read: (position: number, length: number) => Promise<Result<{ readonly bytes: Buffer }, StickCode>>;
}

/**
 * Stands between the media store and the server: while a stick is held, its files come from it, in the form in which the
 * server would send them, so that every rule for downloads holds for them as well.
 */
export interface StickSource {
  readonly download: Download;
  isHeld(): boolean;
  hold(stick: HeldStick): void;
  release(): void;
  /** What ended the reading of the stick that is held; null: nothing did. */
  failure(): Failure<StickCode> | null;
}

const BLOCK_BYTES = 1_048_576;

/** A source that is as good as `beyond` until a stick is held. */
export function createStickSource(beyond: Download): StickSource {
  let held: HeldStick | null = null;
  let released = Promise.withResolvers<null>();
  let failure: Failure<StickCode> | null = null;

  async function* bodyOf(stick: HeldStick, part: StickPart): AsyncGenerator<Uint8Array> {
    for (let done = 0; done < part.size;) {
      const length = Math.min(BLOCK_BYTES, part.size - done);
      // A stick that hangs must not hold a download after it was let go.
      const read =
        held === stick
          ? await Promise.race([stick.read(part.position + done, length), released.promise])
          : null;
      if (read?.ok !== true || read.value.bytes.length < length) {
        if (held === stick) failure ??= read?.ok === false ? read.error : TOO_SHORT;
        throw new Error('The stick gave no more');
      }
      done += length;
      yield read.value.bytes;
    }
  }

  return {
    download: async (request) => {
      const part = held?.parts.get(request.url);
      if (held === null || part === undefined) return await beyond(request);
      if (part === null) return fail('not-found', 'The stick does not bring this file.');
      return ok({
        status: 200,
        validators: { etag: part.etag, lastModified: part.lastModified },
        contentType: null,
        contentLength: part.size,
        range: null,
        body: bodyOf(held, part),
      });
    },
    isHeld: () => held !== null,
    hold: (stick) => {
      held = stick;
      released = Promise.withResolvers();
      failure = null;
    },
    release: () => {
      held = null;
      released.resolve(null);
    },
    failure: () => failure,
  };
}

const TOO_SHORT: Failure<StickCode> = {
  code: 'stick-torn',
  message: 'The playlist on the stick became shorter while it was read; copy it again.',
};
