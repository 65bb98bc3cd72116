import type { CodedFile } from '../support/recording/coded-media.ts';
import { judgeRecording, wellSeen, type Fault, type Seen } from '../support/recording/judge-recording.ts';
import type { Recording } from '../support/recording/record-screen.ts';
import { median } from './figure.ts';

type BoundaryKind = 'video→video' | 'video→image' | 'image→video' | 'loop';

/** What one recording says of one player. Times in ms; a freeze is the longest stand of a frame at a boundary. */
export interface TransitionMeasure {
  readonly boundaries: number;
  /** Those of which it can be said how long a frame stood; the freezes are of these. */
  readonly sharplySeen: number;
  readonly faults: Readonly<Record<Fault['kind'], number>>;
  readonly skipped: number;
  /** Frames that should have been seen. */
  readonly shown: number;
  readonly repeated: number;
  /** How long nine of ten frames stand in undisturbed play, in this recording. */
  readonly floorMs: number;
  /** The longest stand of a frame between boundaries: what the machine itself does to play, in this recording. */
  readonly longestInnerMs: number;
  readonly freezes: ReadonlyMap<BoundaryKind, readonly number[]>;
}

/** A recorder that paused for longer around a boundary tells no frame of 33 ms from one that stood. */
const BLURRED_MS = 25;
/** A frame that stands for so many times its own length was repeated. */
const REPEATED_SHARE = 1.75;

/** Measures a recording of `files` that should come in `order`. */
export function measureTransitions(
  recording: Recording,
  files: readonly CodedFile[],
  order: readonly number[],
): TransitionMeasure {
  const { seen, faults } = judgeRecording(recording, order);
  const fileOf = (item: number): CodedFile | undefined => files.find((file) => file.item === item);
  const isVideo = ({ item }: Seen): boolean => !['png', 'pdf'].includes(fileOf(item)?.codec ?? 'png');
  const sharp = new Set(wellSeen(recording, seen, BLURRED_MS));
  const freezes = new Map<BoundaryKind, number[]>();
  for (const [index, incoming] of seen.entries()) {
    const outgoing = seen[index - 1];
    if (outgoing === undefined || !sharp.has(incoming)) continue;
    const kind = kindOf(outgoing, incoming, isVideo);
    if (kind === null) continue;
    const stands = [
      ...(isVideo(outgoing) ? [outgoing.lastFrameMs] : []),
      ...(isVideo(incoming) ? [incoming.firstFrameMs] : []),
    ];
    freezes.set(kind, [...(freezes.get(kind) ?? []), Math.max(...stands)]);
  }
  const videos = seen.slice(1, -1).filter(isVideo);
  const inner = videos.flatMap(({ frames }) => frames.slice(1, -1).map(({ lengthMs }) => lengthMs));
  const count = (kind: Fault['kind']): number => faults.filter((fault) => fault.kind === kind).length;
  return {
    boundaries: seen.length - 1,
    sharplySeen: sharp.size,
    faults: {
      blank: count('blank'),
      unreadable: count('unreadable'),
      stale: count('stale'),
      wrong: count('wrong'),
    },
    shown: videos.reduce((sum, { item }) => sum + (fileOf(item)?.frames ?? 0), 0),
    skipped: videos.reduce((sum, { item, frames }) => sum + (fileOf(item)?.frames ?? 0) - frames.length, 0),
    repeated: videos.reduce((sum, { item, frames }) => {
      const longestMs = (REPEATED_SHARE * 1000) / (fileOf(item)?.rate ?? 30);
      return sum + frames.slice(1, -1).filter(({ lengthMs }) => lengthMs > longestMs).length;
    }, 0),
    floorMs: [...inner].sort((one, other) => one - other)[Math.floor(inner.length * 0.9)] ?? 0,
    longestInnerMs: Math.max(...inner),
    freezes,
  };
}

function kindOf(outgoing: Seen, incoming: Seen, isVideo: (seen: Seen) => boolean): BoundaryKind | null {
  if (outgoing.item === incoming.item) return 'loop';
  if (isVideo(outgoing)) return isVideo(incoming) ? 'video→video' : 'video→image';
  return isVideo(incoming) ? 'image→video' : null;
}

/** A row of the printed table. */
export function describeMeasure(name: string, measure: TransitionMeasure): Record<string, string | number> {
  const freezeOf = (kind: BoundaryKind): string => {
    const lengths = measure.freezes.get(kind);
    return lengths === undefined ? '–' : `${Math.round(median(lengths))}/${Math.round(Math.max(...lengths))}`;
  };
  return {
    page: name,
    boundaries: measure.boundaries,
    sharp: measure.sharplySeen,
    ...measure.faults,
    skipped: measure.skipped,
    repeated: measure.repeated,
    floor: Math.round(measure.floorMs),
    'video→video': freezeOf('video→video'),
    'video→image': freezeOf('video→image'),
    'image→video': freezeOf('image→video'),
    loop: freezeOf('loop'),
  };
}
