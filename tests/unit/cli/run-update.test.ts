import { beforeEach, expect, it } from 'vitest';
import { updateStatus } from '../../../src/cli/run-update.ts';
import { keepUpdateState } from '../../../src/player/updates/update-folder.ts';
import { packagedOnly } from '../../../src/player/updates/update-state.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const status = (json: boolean, updateKeys = ['key']): string =>
  updateStatus(folder, { appVersion: '1.0.0', updateKeys }, json);

it('says which version starts, which one came before it, what waits and what was taken back', () => {
  expect(status(false)).toBe('starts: the packaged one, 1.0.0\n');
  keepUpdateState(folder, {
    ...packagedOnly,
    current: '1.1.0',
    trial: 1,
    staged: { version: '1.3.0', sinceMs: 0 },
    refused: '1.2.0',
    result: { version: '1.2.0', rolledBackFor: 'silent', atMs: 5 },
  });
  expect(status(false)).toBe(`starts: 1.1.0, which has still to prove itself
before it: the packaged one, 1.0.0
waits: 1.3.0
not tried again: 1.2.0
last update: 1.2.0, taken back (it showed or told nothing in its time)
`);
  expect(JSON.parse(status(true))).toMatchObject({
    packaged: '1.0.0',
    keys: 1,
    current: '1.1.0',
    refused: '1.2.0',
  });
});

it('says that a build without a key takes none', () => {
  expect(status(false, [])).toContain('takes none: this build has no key to know updates by\n');
  expect(JSON.parse(status(true, []))).toMatchObject({ keys: 0 });
});
