import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasFontFor } from '../../../../src/platform/machine/installed-fonts.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A fontconfig that knows one font, for Japanese. */
function fakeTools(script: string): {
  environment: Record<string, string>;
  clock: ReturnType<typeof createSystemClock>;
} {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'fc-list'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { environment: { PATH: `${folder}:/usr/bin:/bin` }, clock: createSystemClock() };
}

it.skipIf(process.platform === 'win32')('takes the word of fontconfig', async () => {
  const tools = fakeTools('[ "$1 $2" = ":lang=ja family" ] && echo "Noto Sans CJK JP"; exit 0');
  expect(await hasFontFor('ja', 'linux', tools)).toBe(true);
  expect(await hasFontFor('ko', 'linux', tools)).toBe(false);
});

it.skipIf(process.platform === 'win32')('knows nothing where nobody can be asked', async () => {
  expect(await hasFontFor('ja', 'linux', fakeTools('exit 1'))).toBeNull();
  const without = { environment: { PATH: temporaryFolder() }, clock: createSystemClock() };
  expect(await hasFontFor('ja', 'linux', without)).toBeNull();
  expect(await hasFontFor('ja', 'darwin', fakeTools('echo any'))).toBeNull();
});
