import { describe, expect, it } from 'vitest';
import { permissionFindings } from '../../../../src/player/doctor/check-permissions.ts';

describe('modes and owners', () => {
  const folder = { name: '.', mode: 0o40700, owner: 1000 };

  it('are good when all belongs to one user alone', () => {
    const facts = [folder, { name: 'player.db', mode: 0o100600, owner: 1000 }];
    expect(permissionFindings(facts)).toMatchObject([{ code: 'permissions-good', params: { count: 1 } }]);
  });

  it.each([0o100640, 0o100604, 0o100660])('are bad at mode %o', (mode) => {
    const findings = permissionFindings([folder, { name: 'credentials.bin', mode, owner: 1000 }]);
    expect(findings).toMatchObject([{ code: 'permissions-open', params: { files: 'credentials.bin' } }]);
  });

  it('are bad where a start as root left a file', () => {
    const findings = permissionFindings([folder, { name: 'player.db', mode: 0o100600, owner: 0 }]);
    expect(findings).toMatchObject([{ code: 'permissions-owner', params: { files: 'player.db' } }]);
  });
});
