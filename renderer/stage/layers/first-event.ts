/**
 * Waits for the first of these events of `target` and answers which it was; null when `signal` aborts before. Nothing
 * listens any more then.
 */
export function firstEvent<Name extends string>(
  target: EventTarget,
  names: readonly Name[],
  signal: AbortSignal,
): Promise<Name | null> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(null);
      return;
    }
    const over = new AbortController();
    const settle = (name: Name | null): void => {
      over.abort();
      resolve(name);
    };
    for (const name of names) {
      target.addEventListener(
        name,
        () => {
          settle(name);
        },
        { signal: over.signal },
      );
    }
    signal.addEventListener(
      'abort',
      () => {
        settle(null);
      },
      { signal: over.signal },
    );
  });
}
