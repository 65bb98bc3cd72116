import { z } from 'zod';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import type { Prober } from './probe.ts';
import { readKept } from '../../platform/store/read-kept.ts';

/**
 * Which files are being read, noted before each: a process that died over one must not meet it again and again.
 */
export interface ReadingNotes {
  /** The file is read from now on. On the disk when it returns. */
  begin(sha256: string): void;
  /** It was read, or is not wanted any more. */
  end(sha256: string): void;
  /**
   * Takes in what the process before this one left, once, and answers the files that it died over: at once when it is known
   * to have `died` on a machine that ran on, else (a power cut hits any file) the second time.
   */
  judge(died: boolean): readonly string[];
}

const NAME = 'media-being-read';
const DEATHS = 2;
const notesSchema = z.record(z.string(), z.object({ isBeingRead: z.boolean(), deaths: z.number() }));
type Notes = z.infer<typeof notesSchema>;

/** Makes {@link ReadingNotes} that are kept in `values`. */
export function createReadingNotes(values: KeyValueStore): ReadingNotes {
  let notes = readKept(values, NAME, notesSchema) ?? {};

  const keep = (next: Notes): void => {
    notes = next;
    if (Object.keys(notes).length === 0) values.remove(NAME);
    else values.set(NAME, JSON.stringify(notes));
  };
  const without = (sha256: string): Notes =>
    Object.fromEntries(Object.entries(notes).filter(([name]) => name !== sha256));

  return {
    begin: (sha256) => {
      keep({ ...notes, [sha256]: { isBeingRead: true, deaths: notes[sha256]?.deaths ?? 0 } });
    },
    end: (sha256) => {
      if (notes[sha256] !== undefined) keep(without(sha256));
    },
    judge: (died) => {
      const met = Object.entries(notes).map(([sha256, { isBeingRead, deaths }]) => {
        const counted = isBeingRead ? deaths + (died ? DEATHS : 1) : deaths;
        return [sha256, { isBeingRead: false, deaths: counted }] as const;
      });
      if (met.length === 0) return [];
      keep(Object.fromEntries(met.filter(([, { deaths }]) => deaths < DEATHS)));
      return met.filter(([, { deaths }]) => deaths >= DEATHS).map(([sha256]) => sha256);
    },
  };
}

/** A {@link Prober} that is told which file it reads. */
export interface NotedProber {
  readonly probe: (sha256: string, path: string) => ReturnType<Prober['probe']>;
  readonly isWhole: (sha256: string, path: string, mime: string) => ReturnType<Prober['isWhole']>;
}

/** Has files read by `prober`, each noted for as long as that takes. */
export function createNotedProber(prober: Prober, notes: ReadingNotes): NotedProber {
  const noted = async <Value>(sha256: string, read: () => Promise<Value>): Promise<Value> => {
    notes.begin(sha256);
    try {
      return await read();
    } finally {
      notes.end(sha256);
    }
  };
  return {
    probe: (sha256, path) => noted(sha256, () => prober.probe(path)),
    isWhole: (sha256, path, mime) => noted(sha256, () => prober.isWhole(path, mime)),
  };
}
