import { beforeEach, expect, it } from 'vitest';
import { updateFindings } from '../../../../src/player/doctor/check-updates.ts';
import { keepUpdateState } from '../../../../src/player/updates/update-folder.ts';
import { packagedOnly, type UpdateState } from '../../../../src/player/updates/update-state.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let dataFolder: string;
beforeEach(() => {
  dataFolder = temporaryFolder();
});

const look = (
  state: Partial<UpdateState> | null,
  changes: Partial<Parameters<typeof updateFindings>[0]> = {},
) => {
  if (state !== null) keepUpdateState(dataFolder, { ...packagedOnly, ...state });
  return updateFindings({ dataFolder, appVersion: '1.1.0', updateFeed: '', updateKeys: ['key'], ...changes });
};

it('says which version this is where there never was an update', () => {
  expect(look(null)).toMatchObject([
    { verdict: 'good', code: 'updates-none', message: expect.stringContaining('version 1.1.0') as string },
  ]);
});

it.each<[string | null, RegExp]>([
  ['1.0.5', /^Version 1\.1\.0 was installed .*before it came version 1\.0\.5\.$/],
  [null, /before it came the packaged one\.$/],
])('says what was installed and what came before it (%s)', (previous, sentence) => {
  const result = { version: '1.1.0', rolledBackFor: null, atMs: 5 };
  const [finding, ...others] = look({ current: '1.1.0', previous, result });
  expect(finding).toMatchObject({ verdict: 'good', code: 'updates-good' });
  expect(finding?.message).toMatch(sentence);
  expect(others).toEqual([]);
});

it.each(['crashed', 'silent'] as const)(
  'warns of a version that was taken back (%s), and says which one runs',
  (cause) => {
    const result = { version: '1.2.0', rolledBackFor: cause, atMs: 5 };
    const [finding] = look({ current: '1.1.0', refused: '1.2.0', result });
    expect(finding).toMatchObject({
      verdict: 'warning',
      code: 'updates-rolled-back',
      params: { version: '1.2.0' },
    });
    expect(finding?.message).toMatch(/^Version 1\.2\.0 did not work here .*this is version 1\.1\.0\.$/);
  },
);

it('warns where updates are asked for and this build has no key to know them by', () => {
  const codes = (changes: Parameters<typeof look>[1]) => look(null, changes).map(({ code }) => code);
  const updateFeed = 'https://example.com/feed/';
  expect(codes({ updateFeed, updateKeys: [] })).toEqual(['updates-no-key', 'updates-none']);
  expect(codes({ updateFeed })).toEqual(['updates-none']);
  expect(codes({ updateFeed, updateKeys: null })).toEqual(['updates-none']);
  expect(codes({ updateKeys: [] })).toEqual(['updates-none']);
});
