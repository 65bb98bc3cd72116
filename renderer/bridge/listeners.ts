import type { BridgeEvents, EventName } from '../../src/shared/bridge.ts';

/** Who listens to which event. */
export interface Listeners {
  add<Name extends EventName>(name: Name, listener: (payload: BridgeEvents[Name]) => void): () => void;
  tell<Name extends EventName>(name: Name, payload: BridgeEvents[Name]): void;
}

/** An empty table of listeners. */
export function createListeners(): Listeners {
  const known: { [Name in EventName]: Set<(payload: BridgeEvents[Name]) => void> } = {
    snapshot: new Set(),
    program: new Set(),
    'graphics-lost': new Set(),
    'pairing-step': new Set(),
    'screen-picture-wanted': new Set(),
  };
  return {
    add(name, listener) {
      known[name].add(listener);
      return () => {
        known[name].delete(listener);
      };
    },
    tell(name, payload) {
      for (const listener of [...known[name]]) listener(payload);
    },
  };
}
