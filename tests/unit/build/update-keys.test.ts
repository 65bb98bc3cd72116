import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { updateKeysOf } from '../../../build/update-keys.ts';
import { readUpdateKeys } from '../../../src/cli/read-package.ts';
import { createUpdateMaker } from '../../support/update-feed.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const [one, other] = [createUpdateMaker().publicKey, createUpdateMaker().publicKey];

function treeWith(updateKeys?: unknown): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '1.0.0', updateKeys }));
  return folder;
}

it('are those of package.json, unless the environment names others', () => {
  expect(updateKeysOf(treeWith(), {})).toEqual([]);
  expect(updateKeysOf(treeWith([one]), {})).toEqual([one]);
  expect(updateKeysOf(treeWith([one]), { DIGIPLAYER_UPDATE_KEYS: ' ' })).toEqual([one]);
  expect(updateKeysOf(treeWith([]), { DIGIPLAYER_UPDATE_KEYS: `${one} ${other}` })).toEqual([one, other]);
});

it.each(['', 'not a key', one.slice(4), `${one}=`])('are refused before anything is built: "%s"', (wrong) => {
  expect(() => updateKeysOf(treeWith([wrong]), {})).toThrow(/is no public key of Ed25519/);
});

it('are found again in what was built, also one that is written without a list', () => {
  expect(readUpdateKeys(treeWith([one, other]))).toEqual([one, other]);
  expect(readUpdateKeys(treeWith(one))).toEqual([one]);
  expect(readUpdateKeys(treeWith())).toEqual([]);
  expect(readUpdateKeys('/nowhere')).toEqual([]);
});
