import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** Lints `code` as if it stood at `filePath`, and answers only what the import rules say of it. */
async function importFindings(filePath: string, code: string): Promise<string[]> {
  const linter = new ESLint({
    // Only the import rules matter here, and the imagined file is in no TypeScript project.
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }) => ruleId.startsWith('boundaries/'),
  });
  const results = await linter.lintText(code, { filePath });
  return results.flatMap((result) => result.messages).map((message) => message.message);
}

const forbidden: [why: string, file: string, code: string][] = [
  ['a stage imports a later stage', 'src/trust/probe.ts', "import '../server/server-client.types.ts';"],
  ['a stage imports the doctor', 'src/heartbeat/probe.ts', "import '../doctor/diagnose.ts';"],
  ['a stage imports electron', 'src/media/probe.ts', "import 'electron';"],
  ['the player imports electron', 'src/player.ts', "import 'electron';"],
  ['the Chromium shell imports electron-store', 'src/chromium/probe.ts', "import 'electron-store';"],
  ['a stage imports a shell', 'src/auth/probe.ts', "import '../chromium/launch-secret.ts';"],
  ['a shell imports a stage', 'src/electron/probe.ts', "import '../auth/auth.types.ts';"],
  ['shared imports anything but zod', 'src/shared/probe.ts', "import 'axios';"],
  ['playback imports a stage', 'src/playback/probe.ts', "import '../media/media-types.ts';"],
  [
    'the renderer imports the main process',
    'renderer/probe.ts',
    "import '../src/settings/load-settings.ts';",
  ],
  ['a stage imports the composition root', 'src/heartbeat/probe.ts', "import '../player.ts';"],
  [
    "a stage imports the composition root's parts",
    'src/auth/probe.ts',
    "import '../player/assemble-snapshot.ts';",
  ],
  ['the preload imports a stage', 'src/preload.ts', "import './store/kept-values.ts';"],
];

const allowed: [why: string, file: string, code: string][] = [
  ['a stage imports an earlier stage', 'src/auth/probe.ts', "import '../server/server-client.types.ts';"],
  ['shared imports zod', 'src/shared/probe.ts', "import 'zod';"],
  ['the renderer imports shared', 'renderer/probe.ts', "import '../src/shared/result.ts';"],
  ['the player imports stages', 'src/player.ts', "import './server/server-client.types.ts';"],
  ['the player imports its parts', 'src/player.ts', "import './player/assemble-snapshot.ts';"],
  ['its parts import stages', 'src/player/probe.ts', "import '../server/server-client.types.ts';"],
];

describe('the import rules of the house', () => {
  it.each(forbidden)('refuse that %s', async (_why, file, code) => {
    expect(await importFindings(file, code)).toHaveLength(1);
  });

  it.each(allowed)('allow that %s', async (_why, file, code) => {
    expect(await importFindings(file, code)).toEqual([]);
  });
});
