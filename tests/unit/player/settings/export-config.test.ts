import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConfigFile } from '../../../../src/player/settings/check-config.ts';
import { readConfigFile } from '../../../../src/player/settings/config-file.ts';
import { exportPlayerConfig } from '../../../../src/player/settings/export-config.ts';
import type { ExportedIdentity } from '../../../../src/player/settings/export-config.ts';
import { defaultSettings } from '../../../../src/shared/settings-schema.ts';
import type { Settings } from '../../../../src/shared/settings-schema.ts';

const identity: ExportedIdentity = {
  hostname: 'lobby',
  playerId: '7',
  groupId: null,
  authCode: 'AUTH-CODE',
  quickconnectCode: 'QUICK',
  password: 'pass;word # "1"',
};
const settings: Settings = {
  ...defaultSettings(),
  serverUrl: 'https://server:8443',
  startOrientation: 'portrait',
  useServerCertificate: true,
  cacheFolder: '/var/cache/digi player',
  logLevel: 'debug',
};

describe('exportPlayerConfig', () => {
  it('writes what another player reads back, with secrets only when asked', () => {
    const full = readConfigFile({
      path: 'a.ini',
      text: exportPlayerConfig(settings, identity, { withSecrets: true }),
    });
    expect(full.warnings).toEqual([]);
    expect(full.values).toMatchObject({
      serverUrl: 'https://server:8443',
      hostname: 'lobby',
      playerId: '7',
      startOrientation: 'portrait',
      useServerCertificate: true,
      cacheFolder: '/var/cache/digi player',
      logLevel: 'debug',
      authCode: 'AUTH-CODE',
      quickconnectCode: 'QUICK',
      password: 'pass;word # "1"',
    });
    const open = exportPlayerConfig(settings, identity, { withSecrets: false });
    for (const secret of ['AUTH-CODE', 'QUICK', 'pass;word']) expect(open).not.toContain(secret);
  });

  it('leaves no secret of the settings in the open form', () => {
    const withSecrets = { ...settings, authCode: 'AUTH-CODE', quickconnectCode: 'QUICK', password: 'WORD' };
    const open = exportPlayerConfig(withSecrets, { ...identity, hostname: null }, { withSecrets: false });
    expect(open).not.toMatch(/AUTH-CODE|QUICK|WORD/);
  });

  it('keeps any password whole', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }), (password) => {
        const text = exportPlayerConfig(settings, { ...identity, password }, { withSecrets: true });
        expect(readConfigFile({ path: 'a.ini', text }).values.password).toBe(password);
      }),
      { numRuns: 500, examples: [['\u2028'], ['a\u2029b'], ['\u0085'], ['\r\n']] },
    );
  });
});

describe('checkConfigFile', () => {
  const codes = (text: string): string[] =>
    checkConfigFile(text, 'player_config.ini').findings.map(({ severity, code }) => `${severity} ${code}`);

  it('finds nothing in what the player itself exports, paired by code', () => {
    const pinned = { ...settings, certificateFingerprint: 'A'.repeat(64) };
    const text = exportPlayerConfig(pinned, identity, { withSecrets: true });
    expect(checkConfigFile(text, 'player_config.ini')).toEqual({ format: 'ini', usable: true, findings: [] });
  });

  it('tells errors from warnings and notes', () => {
    expect(codes('[server]\nserver_url = http://s\nfoo = 1\n[security]\ntimeout = x\n')).toEqual([
      'warning config-unknown-key',
      'error config-bad-value',
      'note config-no-hostname',
      'note config-no-secret',
      'warning config-plain',
    ]);
    expect(codes('[server]\nserver_url = s\n[security]\nverify_ssl = false\n')).toContain(
      'warning config-insecure',
    );
    expect(codes('[server]\nserver_url = s\nuse_server_certificate = yes\nverify_ssl = no')).toEqual([
      'note config-no-hostname',
      'note config-no-secret',
      'note config-first-use',
    ]);
    expect(codes('')).toContain('warning config-no-server');
  });

  it('calls a file with an error, or none of the formats, not usable', () => {
    expect(checkConfigFile('[security]\ntimeout = x\n', 'a.ini').usable).toBe(false);
    expect(checkConfigFile('{', 'a.json')).toMatchObject({ format: 'unreadable', usable: false });
  });
});
