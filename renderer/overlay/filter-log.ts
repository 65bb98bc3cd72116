import type { LogEntry } from '../../src/shared/bridge.ts';
import { logLevels } from '../../src/shared/settings-schema.ts';

/** Which lines of the log are looked for. */
export interface LogFilter {
  /** Lines as grave as this, and graver ones. */
  readonly level: LogEntry['level'];
  /** What a line must hold somewhere, in whatever case; empty: anything. */
  readonly text: string;
}

/** The lines that somebody looks for, in their order. */
export function filterLog(lines: readonly LogEntry[], { level, text }: LogFilter): readonly LogEntry[] {
  const most = logLevels.indexOf(level);
  const wanted = text.trim().toLowerCase();
  return lines.filter(
    (line) => logLevels.indexOf(line.level) <= most && (wanted === '' || textOf(line).includes(wanted)),
  );
}

function textOf({ message, facts }: LogEntry): string {
  const values = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
  return [message, ...values].join(' ').toLowerCase();
}

const LONG_ID = /\b([0-9a-f]{8})[0-9a-f]{8,}\b/gi;

/** Ids of a file, a certificate or a playlist by their beginning: nobody reads 64 digits off a screen. */
export function shortenIds(text: string): string {
  return text.replace(LONG_ID, '$1…');
}
