import { describe, expect, it } from 'vitest';
import { pairingTarget } from '../../../../src/player/pairing/pairing-target.ts';
import { defaultSettings } from '../../../../src/shared/settings-schema.ts';

describe('whom the settings ask to pair with', () => {
  const settings = { ...defaultSettings(), serverUrl: 'https://server', quickconnectCode: 'CODE' };

  it('is nobody without an address or a secret', () => {
    expect(pairingTarget(defaultSettings(), 'machine', null)).toBeNull();
    expect(pairingTarget({ ...settings, quickconnectCode: '' }, 'machine', null)).toBeNull();
  });

  it("takes the machine's name where none is said, and changes its id with what is said", () => {
    const target = pairingTarget(settings, 'machine', 'one');
    expect(target?.request).toMatchObject({
      address: 'https://server',
      hostname: 'machine',
      secrets: { quickconnectCode: 'CODE' },
      trust: { by: 'file', mode: 'system' },
    });
    expect(pairingTarget(settings, 'machine', 'one')?.id).toBe(target?.id);
    expect(pairingTarget(settings, 'machine', 'two')?.id).not.toBe(target?.id);
    expect(pairingTarget({ ...settings, hostname: 'lobby' }, 'machine', 'one')?.id).not.toBe(target?.id);
    expect(target?.id).not.toContain('CODE');
  });
});
