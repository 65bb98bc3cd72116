import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { leaveUpdateRequest, takeUpdateRequest } from '../../../../src/player/updates/update-request.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

it('is left for its user alone, and taken once', () => {
  const folder = temporaryFolder();
  expect(takeUpdateRequest(folder)).toBeNull();
  leaveUpdateRequest(folder, 'now');
  const file = join(folder, 'updates/asked');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'updates')).mode & 0o777).toBe(0o700);
  expect(takeUpdateRequest(folder)).toBe('now');
  expect(takeUpdateRequest(folder)).toBeNull();
  writeFileSync(file, 'rm -rf');
  expect(takeUpdateRequest(folder)).toBeNull();
  expect(existsSync(file)).toBe(false);
});
