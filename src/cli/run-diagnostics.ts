import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { dataFile } from '../platform/files/data-files.ts';
import { createRedactor, type Redactor } from '../platform/logging/redactor.ts';
import { runTool } from '../platform/machine/run-tool.ts';
import type { PlayerDatabase } from '../platform/store/database.types.ts';
import { peekWithPlays } from '../platform/store/peek-plays.ts';
import { diagnose } from '../player/doctor/diagnose.ts';
import { peekStatusFile } from '../player/heartbeat/peek-status-file.ts';
import { writeDiagnostics } from '../player/maintenance/diagnostics.ts';
import { logFileOf } from '../player/stages.ts';
import { createSystemClock, type Clock } from '../shared/clock.ts';
import { fail, type Result } from '../shared/result.ts';
import { secretSettings } from '../shared/secret-settings.ts';
import type { Settings } from '../shared/settings-schema.ts';
import { findBrowser } from '../shells/chromium/find-browser.ts';
import type { CommandLine } from './command-line.ts';
import type { CommandSurroundings } from './commands.ts';
import { peekCredentials } from './peek-credentials.ts';
import { doctorFor } from './run-doctor.ts';
import { settingsInForce } from './settings-in-force.ts';

type DiagnosticsCommand = Pick<Extract<CommandLine, { kind: 'command' }>, 'to' | 'options'>;

const BROWSER_ANSWERS_MS = 5_000;

/**
 * Writes the diagnostics of a data folder as one zip, into it or where `--to` says; beside a running player or without one.
 * Reads only, but for the zip. It has no picture: only the player sees its own window.
 */
export async function runDiagnostics(
  dataFolder: string,
  { to, options }: DiagnosticsCommand,
  surroundings: CommandSurroundings,
): Promise<Result<{ readonly path: string }>> {
  const databaseFile = dataFile(dataFolder, 'database');
  if (!existsSync(databaseFile)) {
    return fail('no-cache', `No player has run with the data folder ${dataFolder}.`);
  }
  const clock = createSystemClock();
  const settings = settingsInForce(dataFolder, options.configPath);
  const status = peekStatusFile(dataFile(dataFolder, 'status'));
  const database = lazily(() => peekWithPlays(dataFolder));
  try {
    return await writeDiagnostics(to === null ? dataFolder : resolve(to), {
      clock,
      redactor: await redactorOf(dataFolder, settings),
      screenName: status?.player.name ?? status?.player.hostname ?? settings.hostname,
      playerVersion: surroundings.appVersion,
      shell: { name: surroundings.shell(), browser: await browserVersion(clock) },
      logFile: logFileOf(dataFolder, settings),
      databaseFile,
      status: () => status,
      settings: () => settings,
      database: database.get,
      doctor: () => diagnose(doctorFor(dataFolder, settings, surroundings), { serverUrl: null }),
      picture: () => Promise.resolve(null),
    });
  } finally {
    database.close();
  }
}

/** Opened by whoever asks first. */
function lazily(open: () => PlayerDatabase): {
  readonly get: () => PlayerDatabase;
  readonly close: () => void;
} {
  const opened: PlayerDatabase[] = [];
  return {
    get: () => {
      const database = opened[0] ?? open();
      if (opened.length === 0) opened.push(database);
      return database;
    },
    close: () => {
      for (const database of opened) database.close();
    },
  };
}

/** Knows what the running player knows, as far as its vault can be opened here; the log itself was redacted by the player. */
async function redactorOf(dataFolder: string, settings: Settings): Promise<Redactor> {
  const redactor = createRedactor(secretSettings.map((name) => settings[name]));
  const credentials = await peekCredentials(dataFolder);
  for (const name of secretSettings) redactor.add(credentials?.[name] ?? '');
  return redactor;
}

async function browserVersion(clock: Clock): Promise<string | null> {
  const browser = findBrowser();
  if (browser === null) return null;
  const tool = { environment: process.env, clock };
  const answer = await runTool(browser, ['--version'], tool, { limitMs: BROWSER_ANSWERS_MS });
  return answer.kind === 'ended' && answer.code === 0 ? answer.text.trim() : null;
}
