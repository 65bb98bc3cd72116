import type { Log, LogFacts } from './log.ts';

/**
 * A log of one line each on standard error, for what happens around the player while its own log is not open; a service
 * manager keeps it.
 */
export function createStderrLog(): Log {
  const say =
    (level: string) =>
    (message: string, facts?: LogFacts): void => {
      process.stderr.write(`${level}: ${message}${facts === undefined ? '' : ` ${JSON.stringify(facts)}`}\n`);
    };
  return { error: say('error'), warn: say('warn'), info: say('info'), debug: () => undefined };
}
