/** Carries what one part tells to the parts that listen; whoever listens later hears only what follows. */
export interface Events<Event> {
  readonly tell: (event: Event) => void;
  /** Answers a function that stops listening. */
  readonly listen: (listener: (event: Event) => void) => () => void;
}

/**
 * Nobody listens yet. A listener that throws is a bug: `onThrown` hears of it and the others hear the event; without it the one
 * who tells gets it thrown.
 */
export function createEvents<Event>(onThrown?: (thrown: unknown) => void): Events<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    tell: (event) => {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (thrown) {
          if (onThrown === undefined) throw thrown;
          onThrown(thrown);
        }
      }
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
