import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findScreenshot } from '../../../src/cli/find-screenshot.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('says where the newest picture is and how old, and what to do where there is none', () => {
  const folder = temporaryFolder();
  expect(findScreenshot(folder, false)).toMatchObject({ ok: false, error: { code: 'no-picture' } });
  const path = join(folder, 'last-screen.webp');
  writeFileSync(path, 'picture');
  const taken = new Date('2026-11-29T12:00:00Z');
  utimesSync(path, taken, taken);
  const nowMs = taken.getTime() + 65_000;
  const plain = findScreenshot(folder, false, nowMs);
  expect(plain).toEqual({ ok: true, value: `${path}\ntaken 2026-11-29T12:00:00.000Z, 65 s ago, 7 bytes\n` });
  const json = findScreenshot(folder, true, nowMs);
  expect(json.ok && JSON.parse(json.value)).toEqual({
    path,
    bytes: 7,
    taken: taken.toISOString(),
    age_s: 65,
  });
  expect(readdirSync(folder)).toEqual(['last-screen.webp']);
});
