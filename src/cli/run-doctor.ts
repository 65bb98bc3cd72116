import { join } from 'node:path';
import { findBrowser } from '../shells/chromium/find-browser.ts';
import { createDataFolderDoctor } from '../player/doctor/data-folder-doctor.ts';
import { diagnose } from '../player/doctor/diagnose.ts';
import { exitCodeOf, renderFinding } from '../player/doctor/report.ts';
import { createSystemClock } from '../shared/clock.ts';
import type { CommandLine } from './command-line.ts';
import { findElectron } from './electron-binary.ts';
import { settingsInForce } from './settings-in-force.ts';

type DoctorCommand = Extract<CommandLine, { kind: 'command' }>;

const root = join(import.meta.dirname, '../..');

/** Looks at everything between this data folder and the server, and says each finding as it is found; 1 when one is bad. */
export async function runDoctor(
  dataFolder: string,
  { json, server, options }: DoctorCommand,
  appVersion: string,
): Promise<number> {
  const doctor = createDataFolderDoctor({
    dataFolder,
    settings: settingsInForce(dataFolder, options.configPath),
    appVersion,
    clock: createSystemClock(),
    shell: () => Promise.resolve({ name: shellHere(), windowAlive: null, secretBackend: null, awake: null }),
  });
  const findings = await diagnose(doctor, {
    serverUrl: server,
    onFinding: (finding) => {
      if (!json) process.stdout.write(`${renderFinding(finding)}\n`);
    },
  });
  if (json) console.log(JSON.stringify(findings, null, 2));
  return exitCodeOf(findings);
}

/** The shell that a start would choose. */
function shellHere(): 'electron' | 'chromium' | null {
  if (findElectron(root, process.env) !== null) return 'electron';
  return findBrowser() === null ? null : 'chromium';
}
