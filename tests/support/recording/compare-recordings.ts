import { judgeRecording, type Seen } from './judge-recording.ts';
import type { PairOfRecordings } from './record-screens.ts';

/** How far two screens were apart, ms: the second's moment minus the first's. */
export interface Apart {
  /** One for each boundary of the first screen. */
  readonly boundaries: readonly number[];
  /** One for each picture of a video that both showed. */
  readonly frames: readonly number[];
}

/** Two showings that begin further apart are not the same one. */
const SAME_WITHIN_MS = 20_000;
const SEEN_AFTER_MS = 1_500;

/** Compares when two screens began to show the same items, and the same pictures of videos. */
export function compareRecordings([one, other]: PairOfRecordings, order: readonly number[]): Apart {
  const [seenByOne, seenByOther] = [judgeRecording(one, order).seen, judgeRecording(other, order).seen];
  // The first showing of each recording had begun before it, and one at the end may come to the other screen after it.
  const untilMs = (one.samples.at(-1)?.atMs ?? 0) - SEEN_AFTER_MS;
  const pairs = seenByOne.slice(1).flatMap((showing) => {
    const alike = seenByOther.filter(({ item }) => item === showing.item);
    const [nearest] = alike.sort(
      (a, b) => Math.abs(a.fromMs - showing.fromMs) - Math.abs(b.fromMs - showing.fromMs),
    );
    if (nearest === undefined || nearest === seenByOther[0] || showing.fromMs > untilMs) return [];
    return Math.abs(nearest.fromMs - showing.fromMs) < SAME_WITHIN_MS ? [{ showing, nearest }] : [];
  });
  return {
    boundaries: pairs.map(({ showing, nearest }) => nearest.fromMs - showing.fromMs),
    frames: pairs.flatMap(({ showing, nearest }) => {
      const moments = momentsOf(nearest);
      return [...momentsOf(showing)].flatMap(([frame, atMs]) => {
        const then = moments.get(frame);
        return frame === 0 || then === undefined ? [] : [then - atMs];
      });
    }),
  };
}

/** The pictures of two stretches that were recorded while one video runs on: by their numbers alone. */
export function compareFrames([one, other]: PairOfRecordings, order: readonly number[]): readonly number[] {
  const momentsIn = (seen: readonly Seen[]): readonly Map<number, number>[] => seen.map(momentsOf);
  const ofOther = momentsIn(judgeRecording(other, order).seen);
  return momentsIn(judgeRecording(one, order).seen).flatMap((moments) =>
    [...moments].flatMap(([frame, atMs]) => {
      const thens = ofOther.flatMap((map) => map.get(frame) ?? []).map((then) => then - atMs);
      const [nearest] = thens.sort((a, b) => Math.abs(a) - Math.abs(b));
      // A picture that one recording missed is found in another round of the film only.
      return nearest === undefined || Math.abs(nearest) > SAME_WITHIN_MS ? [] : [nearest];
    }),
  );
}

/** When each picture was first seen. */
function momentsOf({ fromMs, frames }: Seen): Map<number, number> {
  const moments = new Map<number, number>();
  let atMs = fromMs;
  for (const { frame, lengthMs } of frames) {
    if (!moments.has(frame)) moments.set(frame, atMs);
    atMs += lengthMs;
  }
  return moments;
}

/** The value below which the share of `values` lies, without their signs. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.map(Math.abs).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
