import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resetPin } from '../../../src/cli/reset-pin.ts';
import { lockDataFolder } from '../../../src/platform/files/instance-lock.ts';
import { createPinFile } from '../../../src/player/pairing/pin-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const record = { salt: 'c2FsdA==', hash: 'aGFzaA==', wrongTries: 9 };

describe('pin reset', () => {
  it('takes a forgotten PIN and its lock-out away', async () => {
    const folder = temporaryFolder();
    createPinFile(folder).write(record);
    expect(await resetPin(folder)).toMatchObject({ ok: true });
    expect(createPinFile(folder).read(), 'null: taken away, so that no older one is moved in').toBeNull();
    expect(statSync(join(folder, 'pin.json')).mode & 0o777).toBe(0o600);
  });

  it('takes a damaged one away', async () => {
    const folder = temporaryFolder();
    for (const file of ['pin.json', 'pin.copy.json']) writeFileSync(join(folder, file), '{');
    await resetPin(folder);
    expect(createPinFile(folder).read()).toBeNull();
  });

  it('changes nothing while a player runs on the folder', async () => {
    const folder = temporaryFolder();
    createPinFile(folder).write(record);
    const before = readFileSync(join(folder, 'pin.json'), 'utf8');
    const lock = await lockDataFolder(folder);
    expect(await resetPin(folder)).toMatchObject({ ok: false, error: { code: 'already-running' } });
    expect(readFileSync(join(folder, 'pin.json'), 'utf8')).toBe(before);
    lock?.release();
  });
});
