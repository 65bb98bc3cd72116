import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Clock } from '../../../src/shared/clock.ts';

/** A clock for thousands of players: hours pass in minutes, and stand still while a request of this process is answered. */
export interface VirtualClock extends Clock {
  /** Lets `ms` pass: every timer that comes due runs, in order, and what it asked of a server is answered before the next. */
  advance(ms: number): Promise<void>;
  /** How many timers wait. */
  pendingTimers(): number;
  /** Stops counting requests. */
  close(): void;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  action: (() => void) | null;
}

/** Timers that come due within this time run before anything is waited for. */
const STEP_MS = 50;
const REQUEST_START = 'http.client.request.start';

/** Makes a {@link VirtualClock} that begins at `startMs` (epoch) and counts every http request of the process. */
export function createVirtualClock(startMs = Date.UTC(2026, 0, 15, 12)): VirtualClock {
  const timers = createHeap();
  const inFlight = new Set<ClientRequest>();
  let elapsed = 0;
  let order = 0;
  let pending = 0;

  const onStart = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    inFlight.add(request);
    request.once('close', () => inFlight.delete(request));
  };
  subscribe(REQUEST_START, onStart);

  /** Until nobody waits for an answer, and what followed from the last one has happened. */
  const settle = async (): Promise<void> => {
    let quiet = 0;
    while (quiet < 4) {
      await turn();
      quiet = inFlight.size === 0 ? quiet + 1 : 0;
    }
  };
  const runDue = (until: number): boolean => {
    const timer = timers.takeUntil(until);
    if (timer === null) return false;
    elapsed = Math.max(elapsed, timer.due);
    const { action } = timer;
    timer.action = null;
    if (action !== null) {
      pending -= 1;
      action();
    }
    return true;
  };

  return {
    now: () => startMs + elapsed,
    monotonic: () => elapsed,
    after: (delayMs, action) => {
      const timer: Timer = { due: elapsed + Math.max(0, delayMs), order: (order += 1), action };
      timers.add(timer);
      pending += 1;
      return {
        cancel: () => {
          if (timer.action !== null) pending -= 1;
          timer.action = null;
        },
      };
    },
    advance: async (ms) => {
      const until = elapsed + ms;
      await settle();
      for (;;) {
        const first = timers.firstDue();
        if (first === null || first > until) break;
        const stepEnds = Math.min(until, Math.max(elapsed, first) + STEP_MS);
        while (runDue(stepEnds));
        await settle();
      }
      elapsed = until;
    },
    pendingTimers: () => pending,
    close: () => {
      unsubscribe(REQUEST_START, onStart);
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

interface Heap {
  add(timer: Timer): void;
  /** The moment of the earliest timer that was not cancelled; null: there is none. */
  firstDue(): number | null;
  takeUntil(until: number): Timer | null;
}

/** A binary heap by moment, and by the order in which timers were started where that is equal. */
function createHeap(): Heap {
  const heap: Timer[] = [];
  const isBefore = (one: Timer | undefined, other: Timer | undefined): boolean =>
    one !== undefined &&
    other !== undefined &&
    (one.due < other.due || (one.due === other.due && one.order < other.order));
  const swap = (one: number, other: number): void => {
    const [first, second] = [heap[one], heap[other]];
    if (first === undefined || second === undefined) return;
    heap[one] = second;
    heap[other] = first;
  };
  const take = (): Timer | null => {
    const first = heap[0] ?? null;
    const last = heap.pop();
    if (first === null || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = isBefore(heap[right], heap[left]) ? right : left;
      if (!isBefore(heap[child], heap[at])) return first;
      swap(at, child);
      at = child;
    }
  };
  const dropCancelled = (): void => {
    while (heap.length > 0 && heap[0]?.action === null) take();
  };
  return {
    add: (timer) => {
      heap.push(timer);
      for (let at = heap.length - 1; at > 0;) {
        const parent = (at - 1) >> 1;
        if (!isBefore(heap[at], heap[parent])) return;
        swap(at, parent);
        at = parent;
      }
    },
    firstDue: () => {
      dropCancelled();
      return heap[0]?.due ?? null;
    },
    takeUntil: (until) => {
      dropCancelled();
      const first = heap[0];
      return first !== undefined && first.due <= until ? take() : null;
    },
  };
}
