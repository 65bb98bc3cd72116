import { createHash } from 'node:crypto';

/** When the screens of a group ask for their playlist, and when they begin with a new one: by the time that they share. */
export interface GroupMarks {
  /** How long to wait until the poll of this screen at the next mark, ms. */
  nextPollMs(name: string): number;
  /** A playlist that is another one came just now. */
  noteOffer(): void;
  /** When what is staged just now takes over, synchronised epoch ms; null: at the next boundary. */
  takesOverAt(): number | null;
}

interface GroupMarksDependencies {
  /** The synchronised time, epoch ms. */
  readonly now: () => number;
  readonly pollSeconds: () => number;
}

/** Not all at once: the polls of a mark are spread over this time by the name of the screen, ms. */
const SPREAD_MS = 5_000;
/** Whoever has the list whole by then begins with the others. */
const STAGED_WITHIN_MS = 20_000;
const BEGINS_AFTER_MS = 25_000;

/** Makes the marks: they stand at whole multiples of the poll's interval. */
export function createGroupMarks({ now, pollSeconds }: GroupMarksDependencies): GroupMarks {
  let offeredAtMark: number | null = null;
  const intervalMs = (): number => pollSeconds() * 1_000;
  const markBefore = (atMs: number): number => Math.floor(atMs / intervalMs()) * intervalMs();
  return {
    nextPollMs(name) {
      const own = spreadOf(name);
      const atMs = now();
      return markBefore(atMs - own) + intervalMs() + own - atMs;
    },
    noteOffer() {
      offeredAtMark = markBefore(now());
    },
    takesOverAt() {
      const mark = offeredAtMark;
      return mark === null || now() > mark + STAGED_WITHIN_MS ? null : mark + BEGINS_AFTER_MS;
    },
  };
}

/** The marks of the group of a screen; null: it is in none. */
export function createGroupMarksOf(
  groupClock: { moment(): { readonly epochMs: number } | null },
  settings: () => { readonly playlistPollSeconds: number },
): GroupMarks | null {
  if (groupClock.moment() === null) return null;
  return createGroupMarks({
    now: () => groupClock.moment()?.epochMs ?? 0,
    pollSeconds: () => settings().playlistPollSeconds,
  });
}

function spreadOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) % SPREAD_MS;
}
