import { describe, expect, it } from 'vitest';
import { chooseTarget, expectationFor } from '../../../../src/player/doctor/choose-target.ts';
import type { CredentialsReading } from '../../../../src/player/doctor/doctor.types.ts';
import { defaultSettings } from '../../../../src/shared/settings-schema.ts';
import { newKnownServer } from '../../../../src/player/trust/known-server.ts';

function pairedWith(serverUrl: string): CredentialsReading {
  return {
    kind: 'credentials',
    credentials: { serverUrl, hostname: 'screen', playerId: '1', authCode: 'a', quickconnectCode: null },
  };
}

describe('the server that is looked at', () => {
  const settings = { serverUrl: 'https://configured.example' };

  it.each([
    ['given.example', pairedWith('https://paired.example'), ['https://given.example']],
    [null, pairedWith('https://paired.example'), ['https://paired.example']],
    [null, { kind: 'none' } as const, ['https://configured.example']],
    // Paired over http, and named without a scheme.
    ['192.168.0.5', pairedWith('http://192.168.0.5'), ['http://192.168.0.5']],
    ['https://s.example/a/b', { kind: 'none' } as const, ['https://s.example/a/b', 'https://s.example']],
  ])('for %s', (given, reading, urls) => {
    expect(chooseTarget(given, reading, settings)).toEqual({ kind: 'urls', urls });
  });

  it('is none without any address, and unusable when it is no address', () => {
    expect(chooseTarget(null, { kind: 'none' }, { serverUrl: ' ' })).toEqual({ kind: 'none' });
    expect(chooseTarget('gopher://x', { kind: 'none' }, settings)).toEqual({ kind: 'unusable' });
  });
});

describe('what a peer is measured by', () => {
  const origin = 'https://server.example';
  const none: CredentialsReading = { kind: 'none' };
  const settings = defaultSettings();

  it('is what trust knows, before anything that a file says', () => {
    const known = newKnownServer(origin, 'system', null);
    const expectation = expectationFor(origin, known, none, { ...settings, serverUrl: origin });
    expect(expectation).toEqual({ kind: 'known', server: known });
  });

  it('is a lost pin when a paired https server is not known any more, never a fresh start', () => {
    const expectation = expectationFor(origin, null, pairedWith(`${origin}/app`), settings);
    expect(expectation).toMatchObject({ kind: 'known', server: { mode: 'pinned', pin: null } });
  });

  it('is what the settings ask of their own server alone', () => {
    const configured = { ...settings, serverUrl: 'server.example/' };
    expect(expectationFor(origin, null, none, configured).kind).toBe('configured');
    expect(expectationFor('https://other.example', null, none, configured).kind).toBe('stranger');
  });
});
