import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/player/doctor/diagnose.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { cannedResponse } from '../simulator/recorder.ts';
import { examine, lines, of, pairedScreen, screenOf, unpairedScreen } from '../support/doctor-fixture.ts';
import { fingerprint, recorder, simulator } from '../support/trust-fixture.ts';

const DAY_MS = 86_400_000;
const pinned = makeCertificate({ commonName: 'digiserver.local' });
const stranger = makeCertificate({ commonName: 'digiserver.local' });
const authority = makeCertificate({ commonName: 'Office CA', certificateAuthority: true });
const names = { subjectAlternativeNames: ['127.0.0.1'] };
const healthy = cannedResponse(200, { 'Content-Type': 'application/json' }, '{"status":"healthy"}');
const pairing = { authCode: 'secret-auth-code' };

describe('a stranger in the place of the pinned server', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)('reads no byte over %s', async (version) => {
    const there = await recorder({
      certificate: stranger,
      minVersion: version,
      maxVersion: version,
      answer: healthy,
    });
    const screen = await pairedScreen({ ...pairing, serverUrl: there.origin, mode: 'pinned', pin: pinned });
    const findings = await examine(screen);
    expect(of('tls', findings)[0]).toBe('bad tls-refused');
    expect(lines(findings).slice(-10)).toEqual([
      'health skipped skipped-after',
      'clock skipped skipped-after',
      'sign-in skipped skipped-after',
      'playlist skipped skipped-after',
      'media skipped skipped-after',
      'disk good disk-good',
      'permissions good permissions-good',
      'network good network-wired',
      'shell good shell-good',
      'updates good updates-none',
    ]);
    const refused = findings.find(({ code }) => code === 'tls-refused');
    expect(String(refused?.params['fingerprint']).replaceAll(' ', '')).toBe(fingerprint(stranger));
    expect(String(refused?.params['pinned']).replaceAll(' ', '')).toBe(fingerprint(pinned));
    await there.waitFor((seen) => seen.closedConnections === seen.connections);
    expect(there.bytesReceived).toBe(0);
  });

  it('reads no byte either when it takes the place after the TLS check', async () => {
    const server = await simulator({ certificate: pinned });
    const { doctor } = await screenOf(server);
    const findings = await diagnose(doctor, {
      serverUrl: null,
      onFinding: ({ code }) => {
        if (code === 'tls-pinned') server.swapCertificate(stranger);
      },
    });
    expect(of('tls', findings)[0]).toBe('good tls-pinned');
    expect(of('health', findings)).toEqual(['bad call-untrusted']);
    expect(of('sign-in', findings)).toEqual(['skipped skipped-after']);
    expect(server.requests).toEqual([]);
    expect(server.connections.every(({ bytesReceived }) => bytesReceived === 0)).toBe(true);
  });

  it('hears more when the pin matches: the recorder is told of it by the certificate alone', async () => {
    const there = await recorder({ certificate: pinned, answer: healthy });
    const screen = await pairedScreen({ ...pairing, serverUrl: there.origin, mode: 'pinned', pin: pinned });
    await examine(screen);
    expect(there.received.toString()).toContain('secret-auth-code');
  });

  it('hears nothing when the pin was lost, though its certificate is the old one', async () => {
    const there = await recorder({ certificate: pinned, answer: healthy });
    const screen = await pairedScreen({ ...pairing, serverUrl: there.origin, mode: 'pinned', pin: null });
    expect(of('tls', await examine(screen))[0]).toBe('bad tls-pin-lost');
    const forgotten = { knownServer: () => null };
    expect(of('tls', await examine(screen, null, forgotten))[0]).toBe('bad tls-pin-lost');
    expect(there.bytesReceived).toBe(0);
  });
});

describe('another address than the paired server', () => {
  it('hears no secret, even where its certificate is trusted', async () => {
    const server = await simulator();
    const screen = await screenOf(server);
    const there = await recorder({ certificate: pinned, answer: healthy });
    const findings = await examine(screen, there.origin);
    expect(of('tls', findings)[0]).toBe('good tls-compare');
    expect(of('health', findings)).toEqual(['good health-no-version']);
    expect(of('sign-in', findings)).toEqual(['skipped skipped-other-server']);
    expect(of('playlist', findings)).toEqual(['skipped skipped-after']);
    const heard = there.received.toString();
    expect(heard).toContain('GET /api/health');
    expect(heard).not.toContain(server.player('screen').authCode);
    expect(heard.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('is also another path of the same server', async () => {
    const server = await simulator();
    const { authCode } = server.player('screen');
    const paired = {
      serverUrl: `${server.origin}/signage`,
      mode: 'pinned',
      pin: server.certificate,
    } as const;
    const findings = await examine(await pairedScreen({ ...paired, authCode }), server.origin);
    expect(of('tls', findings)[0]).toBe('good tls-pinned');
    expect(of('sign-in', findings)).toEqual(['skipped skipped-other-server']);
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/health']);
  });

  it('is also the plain port of the same host', async () => {
    const plain = await simulator({ protocol: 'http' });
    const screen = await pairedScreen({
      ...pairing,
      serverUrl: `https://127.0.0.1:${plain.port}`,
      mode: 'pinned',
      pin: pinned,
    });
    const findings = await examine(screen, plain.origin);
    expect(of('tls', findings)).toEqual(['warning tls-plain']);
    expect(of('sign-in', findings)).toEqual(['skipped skipped-other-server']);
  });
});

describe('dates, names and keys', () => {
  it('of a pinned certificate are warnings, its name a mere fact, and the player goes on', async () => {
    const certificate = makeCertificate({
      notBefore: new Date(Date.now() - 10 * DAY_MS),
      notAfter: new Date(Date.now() - DAY_MS),
      subjectAlternativeNames: ['elsewhere.example'],
    });
    const server = await simulator({ certificate });
    const findings = await examine(await screenOf(server));
    expect(of('tls', findings)).toEqual(['good tls-pinned', 'warning tls-expired', 'good tls-name-mismatch']);
    expect(of('sign-in', findings)).toEqual(['good sign-in-good']);
  });

  it('are told before the end, and where the certificate lies in the future', async () => {
    const soon = makeCertificate({ ...names, notAfter: new Date(Date.now() + 7.5 * DAY_MS) });
    const expiring = await examine(await screenOf(await simulator({ certificate: soon })));
    expect(of('tls', expiring)).toEqual(['good tls-pinned', 'warning tls-expiring']);
    expect(expiring.find(({ code }) => code === 'tls-expiring')?.params['daysLeft']).toBe(7);
    const later = makeCertificate({ ...names, notBefore: new Date(Date.now() + DAY_MS) });
    const early = await examine(await screenOf(await simulator({ certificate: later })));
    expect(of('tls', early)).toEqual(['good tls-pinned', 'warning tls-not-yet-valid']);
  });
});

describe('system trust', () => {
  const signed = makeCertificate({ ...names, issuer: authority });
  const authorities = [authority.certificatePem];

  it('vouches for a server that an authority of the machine has signed', async () => {
    const server = await simulator({ certificate: signed });
    const paired = { serverUrl: server.origin, mode: 'system', pin: null } as const;
    const { authCode, id } = server.player('screen');
    const screen = await pairedScreen({ ...paired, authCode, playerId: String(id) }, { authorities });
    const findings = await examine(screen);
    expect(of('tls', findings)).toEqual(['good tls-system']);
    expect(of('sign-in', findings)).toEqual(['good sign-in-good']);
  });

  it.each([
    ['an unknown authority', signed, []],
    ['another name', makeCertificate({ issuer: authority, subjectAlternativeNames: ['other'] }), authorities],
    [
      'an end in the past',
      makeCertificate({ ...names, issuer: authority, notAfter: new Date(Date.now() - 1000) }),
      authorities,
    ],
  ])('refuses %s, and such a server hears nothing', async (_what, certificate, trusted) => {
    const there = await recorder({ certificate, answer: healthy });
    const screen = await pairedScreen(
      { ...pairing, serverUrl: there.origin, mode: 'system', pin: null },
      { authorities: trusted },
    );
    expect(of('tls', await examine(screen))[0]).toBe('bad tls-not-trusted');
    await there.waitFor((seen) => seen.closedConnections === seen.connections);
    expect(there.bytesReceived).toBe(0);
  });
});

describe('a screen that is not paired', () => {
  it('is told the fingerprint to compare, and works as far as it can', async () => {
    const server = await simulator();
    const findings = await examine(unpairedScreen(), server.origin);
    expect(of('tls', findings)[0]).toBe('good tls-compare');
    expect(findings.find(({ code }) => code === 'tls-compare')?.message).toContain(
      fingerprint(server.certificate).slice(0, 4),
    );
    expect(of('health', findings)).toEqual(['good health-good']);
    expect(of('sign-in', findings)).toEqual(['skipped skipped-unpaired']);
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/health']);
  });

  it.each([
    ['the fingerprint that a file names', { certificateFingerprint: fingerprint(pinned) }, 'good tls-pinned'],
    ['another one', { certificateFingerprint: fingerprint(stranger) }, 'bad tls-fingerprint-differs'],
    ['whatever is met first', { useServerCertificate: true }, 'good tls-compare'],
    ['system trust', {}, 'bad tls-not-trusted'],
    ['nothing at all', { verifySsl: false }, 'warning tls-unverified'],
  ])('measures the configured server by %s', async (_what, settings, expected) => {
    const server = await simulator({ certificate: pinned });
    const screen = unpairedScreen({ settings: { ...settings, serverUrl: server.origin } });
    expect(of('tls', await examine(screen))[0]).toBe(expected);
    expect(server.requests).toHaveLength(expected.startsWith('bad') ? 0 : 1);
  });
});

describe('a server that renews its certificate', () => {
  it('is followed by the same key, and nothing of it is kept', async () => {
    const server = await simulator({ certificate: pinned });
    const screen = await screenOf(server);
    server.swapCertificate(makeCertificate({ sameKeyAs: pinned }));
    for (let run = 0; run < 2; run += 1) {
      const findings = await examine(screen);
      expect(of('tls', findings)[0]).toBe('good tls-same-key');
      expect(of('sign-in', findings)).toEqual(['good sign-in-good']);
    }
  });
});
