import type { ActiveFault, FaultEffect, FaultMatch, FaultOptions } from './types.ts';

export interface Faults {
  add(fault: FaultOptions): ActiveFault;
  clear(): void;
  /** Every latency that matches (added up) and the oldest other fault that matches; each counts as a hit. */
  take(method: string, path: string): { latencyMs: number; effect: SpoilingEffect | null };
}

/** A fault that changes what is sent, not only when. */
export type SpoilingEffect = Exclude<FaultEffect, { kind: 'latency' }>;

function matches(match: FaultMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  // `search` starts at 0 always, where `test` would go on from a global expression's last match.
  return typeof match.path === 'string' ? match.path === path : path.search(match.path) >= 0;
}

export function createFaults(): Faults {
  const active = new Map<FaultOptions, number>();

  const hit = (fault: FaultOptions): void => {
    active.set(fault, (active.get(fault) ?? 0) + 1);
  };

  return {
    add(options) {
      const fault = { ...options };
      active.set(fault, 0);
      let lastHits = 0;
      return {
        get hits() {
          lastHits = active.get(fault) ?? lastHits;
          return lastHits;
        },
        remove() {
          lastHits = active.get(fault) ?? lastHits;
          active.delete(fault);
        },
      };
    },
    clear() {
      active.clear();
    },
    take(method, path) {
      const due = [...active.keys()].filter(
        (fault) => matches(fault.match, method, path) && (active.get(fault) ?? 0) < (fault.times ?? Infinity),
      );
      let latencyMs = 0;
      let effect: SpoilingEffect | null = null;
      for (const fault of due) {
        if (fault.kind === 'latency') {
          latencyMs += fault.milliseconds;
          hit(fault);
        } else if (effect === null) {
          effect = fault;
          hit(fault);
        }
      }
      return { latencyMs, effect };
    },
  };
}
