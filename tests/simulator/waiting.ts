/** Lets tests await a condition instead of sleeping. */
export interface Waiting {
  /** Something changed: every open wait is asked again. */
  notify(): void;
  /**
   * Resolves with the probe's first answer that is not undefined: at once, or after a later `notify`.
   * Rejects after `timeoutMs` with a sentence made from `what`.
   */
  until<T>(probe: () => T | undefined, timeoutMs: number, what: () => string): Promise<T>;
}

export function createWaiting(): Waiting {
  const checks = new Set<() => void>();
  return {
    notify() {
      for (const check of [...checks]) check();
    },
    until<T>(probe: () => T | undefined, timeoutMs: number, what: () => string) {
      return new Promise<T>((resolve, reject) => {
        const finish = (): void => {
          clearTimeout(timer);
          checks.delete(check);
        };
        const check = (): void => {
          try {
            const found = probe();
            if (found === undefined) return;
            finish();
            resolve(found);
          } catch (error) {
            finish();
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        const timer = setTimeout(() => {
          finish();
          reject(new Error(`Nothing after ${String(timeoutMs)} ms: ${what()}`));
        }, timeoutMs);
        checks.add(check);
        check();
      });
    },
  };
}
