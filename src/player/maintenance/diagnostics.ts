import { closeSync, fstatSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LogLine } from '../../platform/logging/create-logging.ts';
import { numberedLog, openLogToRead } from '../../platform/logging/own-log.ts';
import type { Redactor } from '../../platform/logging/redactor.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import { secretSettings, type Settings } from '../../shared/settings-schema.ts';
import type { Snapshot } from '../../shared/status.ts';
import { keepNewest } from './keep-newest.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';
import type { TrustAuditEntry } from '../../platform/store/trust-audit.ts';

const MOST_AUDIT_ENTRIES = 1_000;
const MOST_LOG_BYTES = 4 * 1_048_576;
const MOST_LOG_FILES = 100;

export interface DiagnosticsDependencies {
  readonly dataFolder: string;
  /** The current log file, an absolute path; its older ones lie beside it. */
  readonly logFile: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly snapshot: () => Snapshot;
  readonly settings: () => Settings;
  readonly audit: (limit: number) => readonly TrustAuditEntry[];
  readonly recentLines: () => readonly LogLine[];
}

/**
 * Writes one JSON file with all that helps to understand a screen from afar: status, settings, the trust audit and the
 * log. Secrets are left out, and the redactor goes over the whole text once more. Mode 600.
 *
 * Answers the file's path; fails with `diagnostics-not-written`.
 */
export function exportDiagnostics(dependencies: DiagnosticsDependencies): Result<{ readonly path: string }> {
  const { clock, dataFolder, redactor } = dependencies;
  const stamp = new Date(clock.now()).toISOString().replace(/[:.]/g, '-');
  const path = join(dataFolder, `diagnostics-${stamp}.json`);
  const content = {
    written_at: new Date(clock.now()).toISOString(),
    status: { ...dependencies.snapshot(), prefill: null },
    settings: withoutSecrets(dependencies.settings()),
    trust_audit: dependencies.audit(MOST_AUDIT_ENTRIES),
    recent_log: dependencies.recentLines(),
    log_files: readLogFiles(dependencies.logFile),
  };
  try {
    replaceFile(path, redactor.text(JSON.stringify(content, null, 2)));
    keepNewest(dataFolder, 'diagnostics-', '.json');
    return ok({ path });
  } catch (thrown) {
    const reason = describeThrown(thrown);
    return fail('diagnostics-not-written', `The diagnostics could not be written (${reason}).`, { reason });
  }
}

function withoutSecrets(settings: Settings): Partial<Settings> {
  const names: readonly string[] = secretSettings;
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));
}

/** Newest file first, until there is enough. A log that cannot be read is no reason to give nothing. */
function readLogFiles(logFile: string): Record<string, readonly string[]> {
  const files: Record<string, readonly string[]> = {};
  let left = MOST_LOG_BYTES;
  for (let index = 0; index < MOST_LOG_FILES && left > 0; index += 1) {
    const name = numberedLog(logFile, index);
    const text = readEnd(name, left);
    if (text === null) break;
    left -= text.length;
    files[basename(name)] = text.trimEnd().split('\n');
  }
  return files;
}

/** The last `most` bytes of a log of the player's; null where there is none. */
function readEnd(path: string, most: number): string | null {
  let descriptor: number | null = null;
  try {
    descriptor = openLogToRead(path);
    if (descriptor === null) return null;
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, most));
    const length = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, length);
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
