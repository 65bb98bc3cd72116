import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** Lints `code` as if it stood at `filePath`, and answers only what the import rules say of it. */
async function importFindings(filePath: string, code: string): Promise<string[]> {
  const linter = new ESLint({
    // Only these rules matter here, and the imagined file is in no TypeScript project.
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }) =>
      ruleId.startsWith('boundaries/') ||
      ['no-restricted-imports', '@typescript-eslint/no-use-before-define'].includes(ruleId),
  });
  const results = await linter.lintText(code, { filePath });
  return results.flatMap((result) => result.messages).map((message) => message.message);
}

const forbidden: [why: string, file: string, code: string][] = [
  [
    'a part of the player is handed what stands below it',
    'src/player/probe.ts',
    'const above = () => below; const below = 1; above();',
  ],
  [
    'the doctor heals what it reads',
    'src/player/doctor/probe.ts',
    "import { createTrustFile } from '../trust/trust-file.ts'; createTrustFile('', {});",
  ],
  [
    'a command that only reads opens the database',
    'src/cli/print-plays.ts',
    "import { openDatabase } from '../platform/store/open-database.ts'; openDatabase('');",
  ],
  [
    'a stage imports a later stage',
    'src/player/trust/probe.ts',
    "import '../server/server-client.types.ts';",
  ],
  ['a stage imports the doctor', 'src/player/heartbeat/probe.ts', "import '../doctor/diagnose.ts';"],
  ['a stage imports electron', 'src/player/media/probe.ts', "import 'electron';"],
  ['the player imports electron', 'src/player/player.ts', "import 'electron';"],
  ['the Chromium shell imports electron-store', 'src/shells/chromium/probe.ts', "import 'electron-store';"],
  ['a stage imports a shell', 'src/player/auth/probe.ts', "import '../../shells/chromium/launch-secret.ts';"],
  ['the player imports a shell', 'src/player/player.ts', "import '../shells/common/hang-watch.ts';"],
  ['a shell imports a stage', 'src/shells/electron/probe.ts', "import '../../player/auth/auth.types.ts';"],
  ['a shell imports the player', 'src/shells/chromium/probe.ts', "import '../../player/player.ts';"],
  [
    'a shell imports the other shell',
    'src/shells/electron/probe.ts',
    "import '../chromium/launch-secret.ts';",
  ],
  [
    'what shells share imports one of them',
    'src/shells/common/probe.ts',
    "import '../chromium/launch-secret.ts';",
  ],
  ['shared imports anything but zod', 'src/shared/probe.ts', "import 'axios';"],
  ['shared imports the platform', 'src/shared/probe.ts', "import '../platform/logging/log.ts';"],
  ['playback imports a stage', 'src/playback/probe.ts', "import '../player/media/media-types.ts';"],
  ['playback imports the platform', 'src/playback/probe.ts', "import '../platform/logging/log.ts';"],
  [
    'the platform imports a stage',
    'src/platform/files/probe.ts',
    "import '../../player/auth/auth.types.ts';",
  ],
  [
    'a room of the platform imports its neighbour',
    'src/platform/machine/probe.ts',
    "import '../files/data-folder.ts';",
  ],
  [
    'the renderer imports the main process',
    'renderer/probe.ts',
    "import '../src/player/settings/load-settings.ts';",
  ],
  ['the renderer imports the platform', 'renderer/probe.ts', "import '../src/platform/logging/log.ts';"],
  ['the renderer imports a shell', 'renderer/probe.ts', "import '../src/shells/common/hang-watch.ts';"],
  ['a stage imports the composition root', 'src/player/heartbeat/probe.ts', "import '../player.ts';"],
  ["a stage imports the composition root's parts", 'src/player/auth/probe.ts', "import '../session.ts';"],
  ['the player imports the command line', 'src/player/player.ts', "import '../cli/command-line.ts';"],
  ['the command line imports a tool', 'src/cli/probe.ts', "import '../../tools/machine.ts';"],
  ['a product file imports a test', 'src/cli/probe.ts', "import '../../tests/simulator/main.ts';"],
  ['the preload imports the platform', 'src/preload.ts', "import './platform/logging/log.ts';"],
];

const allowed: [why: string, file: string, code: string][] = [
  [
    'a stage imports an earlier stage',
    'src/player/auth/probe.ts',
    "import '../server/server-client.types.ts';",
  ],
  ['a stage imports the platform', 'src/player/auth/probe.ts', "import '../../platform/logging/log.ts';"],
  ['a stage imports playback', 'src/player/playlist/probe.ts', "import '../../playback/schedule.ts';"],
  ['shared imports zod', 'src/shared/probe.ts', "import 'zod';"],
  ['the renderer imports shared', 'renderer/probe.ts', "import '../src/shared/result.ts';"],
  ['the renderer imports playback', 'renderer/probe.ts', "import '../src/playback/schedule.ts';"],
  ['the player imports stages', 'src/player/player.ts', "import './server/server-client.types.ts';"],
  ['the player imports its parts', 'src/player/player.ts', "import './session.ts';"],
  ['a shell imports what shells share', 'src/shells/electron/probe.ts', "import '../common/hang-watch.ts';"],
  ['the store imports the files', 'src/platform/store/probe.ts', "import '../files/data-folder.ts';"],
  ['the command line imports a shell', 'src/cli/probe.ts', "import '../shells/chromium/launch-secret.ts';"],
];

describe('the import rules of the house', () => {
  it.each(forbidden)('refuse that %s', async (_why, file, code) => {
    expect(await importFindings(file, code)).toHaveLength(1);
  });

  it.each(allowed)('allow that %s', async (_why, file, code) => {
    expect(await importFindings(file, code)).toEqual([]);
  });
});
