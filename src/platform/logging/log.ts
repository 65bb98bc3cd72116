/** One line of the log: what happened, and plain facts beside it. No secret may be in either; redaction is only the second line of defence. */
export interface Log {
  error(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  debug(message: string, facts?: LogFacts): void;
}

export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/** A log that keeps nothing, for tests and for tools that print on their own. */
export function createSilentLog(): Log {
  const nothing = (): void => undefined;
  return { error: nothing, warn: nothing, info: nothing, debug: nothing };
}
