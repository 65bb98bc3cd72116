import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createSequencer } from '../../shared/async.ts';
import { waitAtMost, type Clock } from '../../shared/clock.ts';
import { pictureBoxSchema, type Drawing, type DrawingPort, type PictureBox } from '../../shared/drawing.ts';
import type { MediaCode } from '../../shared/failure-codes.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { Log } from '../../platform/logging/log.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';
import type { MediaDrawingRow, MediaIndex } from '../../platform/store/media-index.ts';
import type { CacheQuota } from './cache-quota.ts';
import type { MediaFolder } from './media-folder.ts';
import type { MediaRecord, OpenMedia } from './media-types.ts';

/** Where vector pictures are judged, and kept as pictures of the panel's size. */
export interface Drawings {
  /**
   * Has the vector picture at `path` drawn for the box that was last asked for. Fails with `undecodable` over what cannot be
   * drawn within the limits; null: nobody can draw now, which says nothing about it.
   */
  judge(sha256: string, path: string): Promise<Result<Judged | null, MediaCode>>;
  /** Keeps what `judge` answered for a file of the index. */
  keep(sha256: string, judged: Judged): Promise<void>;
  /** Whether the file is one that the stage gets only as it was judged. */
  concerns(record: Pick<MediaRecord, 'mime'>): boolean;
  /**
   * What the stage gets of a vector picture for `box` (null: the one that was last asked for): a PNG, or itself when it moves.
   * Else nothing.
   */
  open(record: MediaRecord, box: PictureBox | null): Promise<Opened>;
  /** What is drawn from now on is drawn for `box`; what was drawn for another one is drawn anew before it is due. */
  readonly drawFor: (box: PictureBox) => void;
  /** Whether it is not the file's fault when it is not on the screen. */
  isBlameless(sha256: string): boolean;
  /** Ends what is being drawn. */
  stop(): Promise<void>;
}

/** A vector picture that was drawn for a box. */
interface Judged {
  readonly box: PictureBox;
  readonly drawing: Extract<Drawing, { kind: 'still' | 'moves' }>;
}

type Opened =
  | { readonly kind: 'picture'; readonly media: OpenMedia }
  | { readonly kind: 'itself' }
  /** It was never drawn within the limits. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** It was once, and is not now. */
  | { readonly kind: 'failed' }
  /** Nobody can draw now. */
  | { readonly kind: 'unavailable' };

export interface DrawingsDependencies {
  /** Null: nobody draws apart from the window, and vector pictures are shown as they are. */
  readonly port: DrawingPort | null;
  readonly folder: MediaFolder;
  readonly index: MediaIndex;
  readonly space: Pick<CacheQuota, 'reserve' | 'release'>;
  readonly keyValues: KeyValueStore;
  readonly clock: Clock;
  readonly log: Log;
}

const NAME = 'picture-box';
const VECTOR = 'image/svg+xml';
/** Where no stage has ever said one. */
const USUAL_BOX: PictureBox = { width: 1_920, height: 1_080, fit: 'contain' };
/** The first stage of a new player says it about now; what is drawn before is drawn twice, ms. */
const FIRST_BOX_MS = 3_000;

const reasons = {
  time: 'drawing it takes too long',
  memory: 'drawing it takes too much memory',
  fault: 'the browser failed over it',
} as const;

/** Makes the {@link Drawings}; one picture is drawn at a time. */
export function createDrawings(dependencies: DrawingsDependencies): Drawings {
  const { port, folder, index, space, keyValues, clock, log } = dependencies;
  const stopping = new AbortController();
  const sequencer = createSequencer();
  const flights = new Map<string, Promise<Drawing>>();
  /** What could not be drawn for its box in this run: it is not tried at each of its showings. */
  const givenUp = new Set<string>();
  const blameless = new Set<string>();
  let noted = readKept(keyValues, NAME, pictureBoxSchema);
  let lastBox = noted ?? USUAL_BOX;
  const firstBox = Promise.withResolvers<null>();
  if (noted !== null) firstBox.resolve(null);

  const remember = (box: PictureBox): void => {
    firstBox.resolve(null);
    lastBox = box;
    if (noted !== null && isSame(box, noted)) return;
    try {
      keyValues.set(NAME, JSON.stringify(box));
      noted = box;
    } catch (thrown) {
      log.warn('The size of the panel could not be noted', { reason: describeThrown(thrown) });
    }
  };
  const draw = (drawer: DrawingPort, sha256: string, path: string, box: PictureBox): Promise<Drawing> => {
    const key = `${sha256} ${boxText(box)}`;
    const flight =
      flights.get(key) ??
      sequencer
        .run(() => drawer.draw({ path, box }, stopping.signal))
        .finally(() => {
          flights.delete(key);
        });
    flights.set(key, flight);
    return flight;
  };

  const keep = async (sha256: string, { box, drawing }: Judged): Promise<void> => {
    const row = { sha256, moves: drawing.kind === 'moves', ...box, bytes: 0, pictureSha256: '' };
    // Whatever is kept from before is not of this box: a row never stands beside a picture that is not its own.
    index.setDrawing(row);
    if (drawing.kind === 'moves') return;
    const bytes = drawing.png.byteLength;
    const partName = `drawn/${sha256}`;
    const reserved = await space.reserve(partName, bytes);
    try {
      if (!reserved.ok || index.file(sha256) === null) return;
      const path = folder.drawnPath(sha256);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      replaceFile(path, drawing.png);
      index.setDrawing({ ...row, bytes, pictureSha256: hashOf(drawing.png) });
    } catch (thrown) {
      log.warn('A drawn picture could not be kept', { sha256, reason: describeThrown(thrown) });
    } finally {
      space.release(partName);
    }
  };
  const kept = async (row: MediaDrawingRow | null): Promise<Uint8Array | null> => {
    if (row === null || row.bytes === 0) return null;
    const bytes = await readFile(folder.drawnPath(row.sha256)).catch(() => null);
    return bytes !== null && hashOf(bytes) === row.pictureSha256 ? bytes : null;
  };
  const pictureOf = (record: MediaRecord, png: Uint8Array): Opened => ({
    kind: 'picture',
    media: openBytes({ ...record, sha256: hashOf(png), size: png.byteLength, mime: 'image/png' }, png),
  });

  const drawAnew = async (drawer: DrawingPort, record: MediaRecord, box: PictureBox): Promise<Opened> => {
    const { sha256 } = record;
    const before = index.drawing(sha256);
    const key = `${sha256} ${boxText(box)}`;
    const old = await kept(before);
    if (old !== null && givenUp.has(key)) return pictureOf(record, old);
    const drawing = await draw(drawer, sha256, folder.filePath(sha256), box);
    blameless.delete(sha256);
    if (drawing.kind === 'still' || drawing.kind === 'moves') {
      if (index.file(sha256) !== null) await keep(sha256, { box, drawing });
      return drawing.kind === 'moves' ? { kind: 'itself' } : pictureOf(record, drawing.png);
    }
    if (drawing.kind !== 'unavailable') givenUp.add(key);
    // It could be drawn before: what stands of another size is better than nothing.
    if (old !== null) return pictureOf(record, old);
    if (drawing.kind !== 'unavailable')
      return before === null ? { kind: 'refused', reason: refusalOf(drawing) } : { kind: 'failed' };
    blameless.add(sha256);
    return { kind: 'unavailable' };
  };

  /** Draws anew what is kept of another box than the last. Never rejects. */
  const catchUp = async (drawer: DrawingPort): Promise<void> => {
    const box = lastBox;
    try {
      for (const { sha256 } of index.drawings()) {
        // Whoever changed the box begins anew.
        if (stopping.signal.aborted || !isSame(box, lastBox)) return;
        const [record, row] = [index.file(sha256), index.drawing(sha256)];
        const isOutdated = row !== null && !row.moves && !isSame(row, box);
        if (record !== null && isOutdated) await drawAnew(drawer, record, box);
      }
    } catch (thrown) {
      log.warn('Pictures of another size of the panel are drawn when they are due', {
        reason: describeThrown(thrown),
      });
    }
  };
  let caughtUp = Promise.resolve();
  const beginCatchingUp = (): void => {
    if (port !== null) caughtUp = caughtUp.then(() => catchUp(port));
  };

  return {
    judge: async (sha256, path) => {
      if (port === null) return ok(null);
      await waitAtMost(clock, firstBox.promise, FIRST_BOX_MS);
      // Nobody waits for it twice.
      firstBox.resolve(null);
      const box = lastBox;
      const drawing = await draw(port, sha256, path, box);
      if (drawing.kind === 'still' || drawing.kind === 'moves') return ok({ box, drawing });
      if (drawing.kind !== 'unavailable') return fail('undecodable', refusalOf(drawing));
      log.warn('A drawing cannot be judged now', { sha256, reason: drawing.reason });
      return ok(null);
    },
    keep: async (sha256, judged) => {
      await keep(sha256, judged);
      // The panel was told while it was judged.
      if (!isSame(judged.box, lastBox)) beginCatchingUp();
    },
    concerns: ({ mime }) => port !== null && mime === VECTOR,
    open: async (record, asked) => {
      if (port === null) return { kind: 'itself' };
      const box = asked ?? lastBox;
      remember(box);
      const row = index.drawing(record.sha256);
      if (row?.moves === true) return { kind: 'itself' };
      const picture = row !== null && isSame(row, box) ? await kept(row) : null;
      return picture === null ? await drawAnew(port, record, box) : pictureOf(record, picture);
    },
    drawFor: (box) => {
      remember(box);
      beginCatchingUp();
    },
    isBlameless: (sha256) => blameless.has(sha256),
    stop: async () => {
      stopping.abort();
      firstBox.resolve(null);
      await caughtUp;
    },
  };
}

function refusalOf(drawing: Extract<Drawing, { kind: 'undecodable' | 'gave-up' }>): string {
  const reason = drawing.kind === 'gave-up' ? reasons[drawing.why] : 'it is no picture to the browser';
  return `The drawing cannot be shown: ${reason}.`;
}

/** Bytes in memory, as a file of the store. */
function openBytes(record: MediaRecord, bytes: Uint8Array): OpenMedia {
  return {
    record,
    read: (buffer, position) => {
      const piece = bytes.subarray(position, position + buffer.byteLength);
      buffer.set(piece);
      return Promise.resolve(piece.byteLength);
    },
    close: () => Promise.resolve(),
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function boxText({ width, height, fit }: Pick<MediaDrawingRow, 'width' | 'height' | 'fit'>): string {
  return `${width}x${height} ${fit}`;
}

function isSame(one: Parameters<typeof boxText>[0], other: PictureBox): boolean {
  return boxText(one) === boxText(other);
}
