import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import { describeThrown, fail, type Result } from '../../src/shared/result.ts';
import { isSameMedia } from '../../src/playback/same-media.ts';
import { PREPARE_LIMIT_MS, type Layer } from './layers/layer.ts';
import { createPrepareLead } from './prepare-lead.ts';

/** How it stands with the layer of an item. */
type Readiness =
  | 'ready'
  /** It is being prepared, and may be waited for. */
  | 'coming'
  /** It takes long, or may not be tried now: the round goes on without it, while it is tried beside. */
  | 'late';

/** The layers that are being prepared, or stand ready. */
export interface Preloads {
  /**
   * Begins to prepare an item, unless that is under way, and answers how it stands. After `patienceMs` from its beginning it
   * counts as late. Null: there is no layer for such an item.
   */
  want(item: ProgramItem, patienceMs: number): Readiness | null;
  isReady(item: ProgramItem): boolean;
  /** How long before its time an item is to be wanted; one that is held already was. */
  leadMs(item: ProgramItem): number;
  /** When the layer of an item that is coming will be late, monotonic ms. */
  lateAtMs(item: ProgramItem): number | null;
  /** The layers that can be shown at once. */
  ready(): readonly Layer[];
  /** Hands the ready layer of an item over; null when there is none. */
  take(item: ProgramItem): Layer | null;
  /** Throws away what is not `wanted`, unless it was late and may still have its turn (`hasTurn`). */
  keep(wanted: ProgramItem | null, hasTurn: (item: ProgramItem) => boolean): void;
  /** Throws everything away. */
  drop(): void;
}

export interface PreloadsDependencies {
  readonly clock: Clock;
  /** Makes the hidden layer of an item, in its place; null for a kind that this player cannot show. */
  readonly makeLayer: (item: ProgramItem) => Layer | null;
  /** Told once for each layer that was begun and not thrown away. On failure the layer is released already. */
  readonly onSettled: (item: ProgramItem, result: Result<null>) => void;
}

/** So many pages are held, and so many layers of the player's own files: what else is late is not tried before one of them goes. */
const MOST_OF_A_KIND = 3;
/** A layer that was late and stands ready waits this long for its turn; then what it shows is old. */
const KEPT_READY_MS = 300_000;

interface Held {
  readonly layer: Layer;
  readonly limit: ClockTimer;
  readonly lateAtMs: number;
  readyAtMs: number | null;
}

/**
 * Holds what is prepared: as a rule one layer, the next. One that takes long does not hold the others: it goes on beside
 * the round, a page only while no other page of its host is being tried.
 */
export function createPreloads({ clock, makeLayer, onSettled }: PreloadsDependencies): Preloads {
  let held: readonly Held[] = [];
  const lead = createPrepareLead();

  const find = (item: ProgramItem): Held | undefined =>
    held.find(({ layer }) => isSameMedia(layer.item, item));
  const isLate = (one: Held): boolean => (one.readyAtMs ?? clock.monotonic()) >= one.lateAtMs;

  function throwAway(gone: Held): void {
    held = held.filter((one) => one !== gone);
    // The timer would hold the layer for its whole time.
    gone.limit.cancel();
    gone.layer.release();
  }

  function begin(layer: Layer, patienceMs: number): Held {
    const beganAtMs = clock.monotonic();
    const settle = (result: Result<null>): void => {
      limit.cancel();
      if (!held.includes(mine) || mine.readyAtMs !== null) return;
      lead.note(layer.item, result.ok ? clock.monotonic() - beganAtMs : null);
      if (result.ok) mine.readyAtMs = clock.monotonic();
      else throwAway(mine);
      onSettled(layer.item, result);
    };
    const limit = clock.after(PREPARE_LIMIT_MS, () => {
      settle(fail('too-slow', `${layer.item.fileName} was not ready in ${PREPARE_LIMIT_MS / 1000} s.`));
    });
    const mine: Held = { layer, limit, lateAtMs: beganAtMs + patienceMs, readyAtMs: null };
    held = [...held, mine];
    layer.prepare().then(settle, (thrown: unknown) => {
      settle(fail('broken', `${layer.item.fileName} cannot be prepared: ${describeThrown(thrown)}`));
    });
    return mine;
  }

  /** Whether an item may be tried now: of one host only one page at a time. */
  function hasRoom(item: ProgramItem): boolean {
    const host = hostOf(item);
    const alike = held.filter(({ layer }) => (hostOf(layer.item) === null) === (host === null));
    const isAsked = alike.some(({ layer, readyAtMs }) => readyAtMs === null && hostOf(layer.item) === host);
    return alike.length < MOST_OF_A_KIND && (host === null || !isAsked);
  }

  return {
    want(item, patienceMs) {
      let found = find(item);
      if (found === undefined) {
        if (!hasRoom(item)) return 'late';
        const layer = makeLayer(item);
        if (layer === null) return null;
        found = begin(layer, patienceMs);
      }
      if (found.readyAtMs !== null) return 'ready';
      return isLate(found) ? 'late' : 'coming';
    },
    isReady: (item) => (find(item)?.readyAtMs ?? null) !== null,
    leadMs: (item) => (find(item) === undefined ? lead.of(item) : Infinity),
    lateAtMs: (item) => find(item)?.lateAtMs ?? null,
    ready: () => held.flatMap(({ layer, readyAtMs }) => (readyAtMs === null ? [] : [layer])),
    take(item) {
      const found = find(item);
      if (found === undefined || found.readyAtMs === null) return null;
      held = held.filter((one) => one !== found);
      return found.layer;
    },
    keep(wanted, hasTurn) {
      const isKept = (one: Held): boolean => {
        const { item } = one.layer;
        if (wanted !== null && isSameMedia(item, wanted)) return true;
        const isOld = one.readyAtMs !== null && clock.monotonic() - one.readyAtMs > KEPT_READY_MS;
        return isLate(one) && !isOld && hasTurn(item);
      };
      for (const one of held) if (!isKept(one)) throwAway(one);
    },
    drop() {
      for (const one of held) throwAway(one);
    },
  };
}

/** Of a page; null for the player's own files. */
function hostOf({ kind, source }: ProgramItem): string | null {
  return kind === 'web' ? (URL.parse(source)?.hostname ?? '') : null;
}
