/** Carries what one part tells to the parts that listen; whoever listens later hears only what follows. */
export interface Events<Event> {
  readonly tell: (event: Event) => void;
  /** Answers a function that stops listening. */
  readonly listen: (listener: (event: Event) => void) => () => void;
}

/** Nobody listens yet. A listener that throws keeps the event from those after it: that is a bug of the listener. */
export function createEvents<Event>(): Events<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
