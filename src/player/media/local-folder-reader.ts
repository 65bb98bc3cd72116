import { createGuardedThread } from '../../platform/machine/guarded-thread.ts';
import { threadFile } from '../../platform/machine/thread-file.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown } from '../../shared/result.ts';

/** One entry of a folder. */
export interface FolderEntry {
  /** As it stands in the folder, without its path. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Another one after each change of the file. */
  readonly version: string;
  /** False: a link, a pipe, a device. */
  readonly isPlain: boolean;
}

/** What the thread is asked. */
export type FolderQuestion =
  | { readonly kind: 'list'; readonly path: string; readonly endings: readonly string[] }
  | { readonly kind: 'open'; readonly path: string; readonly version: string }
  | { readonly kind: 'read' }
  | { readonly kind: 'close' };

/** What the thread answers. */
export type FolderAnswer =
  | { readonly kind: 'listed'; readonly entries: readonly FolderEntry[]; readonly isWhole: boolean }
  | { readonly kind: 'opened' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' }
  /** The file is another than it was when it was listed. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** The thread did not answer in its time, or there is none to be had. */
interface FolderSilence {
  readonly kind: 'silent';
  readonly message: string;
}

/** Asks about a folder of somebody else's. One question at a time. Never rejects. */
export interface FolderReader {
  ask(question: FolderQuestion): Promise<FolderAnswer | FolderSilence>;
  stop(): Promise<void>;
}

/** Longer than the pause between two looks at a folder, so that a thread is not begun for each. */
const LIMITS = { answerMs: 10_000, startMs: 60_000, heapMb: 64, idleMs: 30_000 };

/** Makes the {@link FolderReader}; its thread is started by the first question. */
export function createFolderReader(
  clock: Clock,
  {
    file = threadFile('player/media/local-folder-thread'),
    limits = {},
  }: {
    /** For tests. */
    readonly file?: URL;
    readonly limits?: Partial<typeof LIMITS>;
  } = {},
): FolderReader {
  const thread = createGuardedThread<FolderQuestion, FolderAnswer>(
    () => file,
    { ...LIMITS, ...limits },
    clock,
  );
  return {
    ask: async (question) => {
      try {
        const asked = await thread.ask(question);
        return asked.kind === 'answer' ? asked.answer : { kind: 'silent', message: asked.message };
      } catch (thrown) {
        return { kind: 'silent', message: describeThrown(thrown) };
      }
    },
    stop: () => thread.stop(),
  };
}
