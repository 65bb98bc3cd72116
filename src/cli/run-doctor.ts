import { createDataFolderDoctor } from '../player/doctor/data-folder-doctor.ts';
import { diagnose } from '../player/doctor/diagnose.ts';
import { exitCodeOf, renderFinding } from '../player/doctor/report.ts';
import { dataFile } from '../platform/files/data-files.ts';
import { peekStatusFile, type StatusReading } from '../player/heartbeat/peek-status-file.ts';
import type { DoctorDependencies, ShellFacts } from '../player/doctor/doctor.types.ts';
import { createSystemClock } from '../shared/clock.ts';
import type { Settings } from '../shared/settings-schema.ts';
import type { CommandLine } from './command-line.ts';
import type { CommandSurroundings } from './commands.ts';
import { settingsInForce } from './settings-in-force.ts';

type DoctorCommand = Extract<CommandLine, { kind: 'command' }>;

/** Looks at everything between this data folder and the server, and says each finding as it is found; 1 when one is bad. */
export async function runDoctor(
  dataFolder: string,
  { json, server, options }: DoctorCommand,
  surroundings: CommandSurroundings,
): Promise<number> {
  const settings = settingsInForce(dataFolder, options.configPath);
  const doctor = doctorFor(dataFolder, settings, surroundings);
  const findings = await diagnose(doctor, {
    serverUrl: server,
    onFinding: (finding) => {
      if (!json) process.stdout.write(`${renderFinding(finding)}\n`);
    },
  });
  if (json) console.log(JSON.stringify(findings, null, 2));
  return exitCodeOf(findings);
}

/** The doctor as a command has it, without a player: of the window it knows only which shell would show it. */
export function doctorFor(
  dataFolder: string,
  settings: Settings,
  { appVersion, updateKeys, shell }: CommandSurroundings,
): DoctorDependencies {
  return createDataFolderDoctor({
    dataFolder,
    settings,
    appVersion,
    updateKeys,
    clock: createSystemClock(),
    shell: () => {
      const status = peekStatusFile(dataFile(dataFolder, 'status'));
      return Promise.resolve({
        ...{ name: shell(), windowAlive: null, secretBackend: null, awake: null, graphics: null },
        panel: panelAnswerIn(status),
        groupClock: groupClockIn(status),
        stick: stickIn(status),
      });
    },
  });
}

/** What the player said last of the time of its group; null where it never did. */
function groupClockIn(status: StatusReading | null): NonNullable<ShellFacts['groupClock']> | null {
  const said = status?.group_clock ?? null;
  if (said === null) return null;
  return { group: said.group, source: said.source, errorMs: said.error_ms, ageSeconds: said.age_s };
}

/** What the player said last of a stick; null where it never did. */
function stickIn(status: StatusReading | null): NonNullable<ShellFacts['stick']> | null {
  const said = status?.stick ?? null;
  return said === null ? null : { at: said.at, outcome: said.outcome, reason: said.message };
}

/** What turned the panel, as the player said it last; null where it never did. */
function panelAnswerIn(status: StatusReading | null): NonNullable<ShellFacts['panel']> | null {
  const panel = status?.panel ?? null;
  if (panel === null) return null;
  const { means, asked, verified, detail, at } = panel;
  if (means === null || asked === null || verified === null || detail === null || at === null) return null;
  return { answer: { means, asked, verified, detail, at } };
}
