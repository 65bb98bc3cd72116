import { join } from 'node:path';
import { createZipFile, type ZipFile } from '../../platform/files/zip-file.ts';
import { machineFacts } from '../../platform/machine/machine-facts.ts';
import type { Redactor } from '../../platform/logging/redactor.ts';
import { databaseFigures } from '../../platform/store/database-figures.ts';
import type { PlayerDatabase } from '../../platform/store/database.types.ts';
import { createPlayRecords } from '../../platform/store/play-records.ts';
import { createTrustAudit } from '../../platform/store/trust-audit.ts';
import type { Clock } from '../../shared/clock.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import { secretSettings } from '../../shared/secret-settings.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import { renderFinding } from '../doctor/report.ts';
import { cleanText, cleanValue } from './clean-text.ts';
import { keepNewest } from './keep-newest.ts';
import { ownLogs } from './log-pieces.ts';
import { playPieces, totalPieces } from './play-pieces.ts';

export interface DiagnosticsSources {
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** The name of the screen, which becomes part of the file's. */
  readonly screenName: string;
  readonly playerVersion: string;
  /** The shell and the browser, as far as they are known. */
  readonly shell: { readonly name: string | null; readonly browser: string | null };
  /** The current log file, an absolute path; its older ones lie beside it. */
  readonly logFile: string;
  readonly databaseFile: string;
  readonly status: () => unknown;
  readonly settings: () => Settings;
  /** Rejects or throws where there is none, and why. */
  readonly database: () => PlayerDatabase;
  readonly doctor: () => Promise<readonly DoctorFinding[]>;
  /** A PNG of what the screen shows; null: none can be had here. */
  readonly picture: () => Promise<Uint8Array | null>;
}

const MOST_AUDIT_ENTRIES = 1_000;
const LONGEST_NAME = 40;

/** A file of the bundle: pieces of bytes, or a text or value that is cleaned as a whole. */
type Content = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
interface Part {
  readonly name: string;
  /** Null: there is nothing to say. Throws or rejects when it cannot be had. */
  readonly content: () => Content | null | Promise<Content | null>;
}

/**
 * Writes one zip into `folder` with all that helps to understand a screen from afar. Nothing in it is a secret: each text goes
 * through {@link cleanText}. What cannot be had is left out and named in `contents.json`; the newest five of the screen are kept.
 *
 * Answers the file's path; fails with `diagnostics-not-written`.
 */
export async function writeDiagnostics(
  folder: string,
  sources: DiagnosticsSources,
): Promise<Result<{ readonly path: string }>> {
  const now = sources.clock.now();
  const prefix = `diagnostics-${fileWord(sources.screenName)}-`;
  const path = join(folder, `${prefix}${stampOf(now)}.zip`);
  let zip: ZipFile | null = null;
  try {
    zip = await createZipFile(path, now);
    const leftOut: Record<string, string> = {};
    for (const part of parts(sources)) {
      const problem = await addPart(zip, part);
      if (problem !== null) leftOut[part.name] = problem;
    }
    const contents = { written_at: new Date(now).toISOString(), left_out: leftOut };
    await zip.add('contents.json', jsonOf(contents, sources.redactor));
    await zip.finish();
    keepNewest(folder, prefix, '.zip');
    return ok({ path });
  } catch (thrown) {
    await zip?.discard().catch(() => undefined);
    const reason = describeThrown(thrown);
    return fail('diagnostics-not-written', `The diagnostics could not be written (${reason}).`, { reason });
  }
}

function* parts(sources: DiagnosticsSources): Generator<Part> {
  const { redactor, playerVersion, shell, databaseFile, settings, database } = sources;
  const json = (name: string, value: () => unknown): Part => ({
    name,
    content: async () => jsonOf(await value(), redactor),
  });
  yield { name: 'screen.png', content: async () => pieceOrNull(await sources.picture()) };
  yield json('versions.json', () => ({ player: playerVersion, shell, ...machineFacts() }));
  yield json('status.json', sources.status);
  yield json('settings.json', () => withoutSecrets(settings()));
  yield json('trust-audit.json', () => createTrustAudit(database()).list(MOST_AUDIT_ENTRIES));
  yield json('database.json', () => databaseFigures(database(), databaseFile));
  yield {
    name: 'plays-by-day.csv',
    content: () => totalPieces(createPlayRecords(database()), redactor),
  };
  yield { name: 'plays.csv', content: () => playPieces(createPlayRecords(database()), redactor) };
  for (const { index, pieces } of ownLogs(sources.logFile, redactor)) {
    yield { name: index === 0 ? 'logs/player.log' : `logs/player.${index}.log`, content: pieces };
  }
  const findings = sources.doctor();
  // Whoever reads it second must hear of it as well.
  findings.catch(() => undefined);
  yield json('doctor.json', () => findings);
  yield { name: 'doctor.txt', content: async () => [doctorText(await findings, redactor)] };
}

/** Null: it is in the zip; else why not, or not all of it. Only what the disk of the zip says ends the whole. */
async function addPart(zip: ZipFile, { name, content }: Part): Promise<string | null> {
  let problem: string | null = null;
  const pieces = async function* (found: Content): AsyncGenerator<Uint8Array> {
    try {
      yield* found;
    } catch (thrown) {
      problem = describeThrown(thrown);
    }
  };
  try {
    const found = await content();
    if (found === null) return 'there is none here';
    await zip.add(name, pieces(found));
    return problem;
  } catch (thrown) {
    if (zip.failure() !== null) throw thrown;
    return describeThrown(thrown);
  }
}

function withoutSecrets(settings: Settings): Partial<Settings> {
  const names: readonly string[] = secretSettings;
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));
}

function jsonOf(value: unknown, redactor: Redactor): Content {
  return [Buffer.from(`${JSON.stringify(cleanValue(value, redactor), null, 2)}\n`)];
}

function pieceOrNull(bytes: Uint8Array | null): Content | null {
  return bytes === null ? null : [bytes];
}

function doctorText(findings: readonly DoctorFinding[], redactor: Redactor): Uint8Array {
  const lines = findings.flatMap((finding) => renderFinding(finding).split('\n'));
  return Buffer.from(`${lines.map((line) => cleanText(line, redactor)).join('\n')}\n`);
}

/** `2026-01-31T08-15-00-000Z`. */
function stampOf(now: number): string {
  return new Date(now).toISOString().replace(/[:.]/g, '-');
}

/** A name as part of a file's, on every disk. */
function fileWord(name: string): string {
  const word = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return word.slice(0, LONGEST_NAME) || 'screen';
}
