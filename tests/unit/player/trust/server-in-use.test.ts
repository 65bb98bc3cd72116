import { describe, expect, it } from 'vitest';
import { inspectCertificate } from '../../../../src/player/trust/inspect-certificate.ts';
import { makeCertificate } from '../../../simulator/certificate.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import {
  clientOf,
  codeOf,
  fingerprint,
  pinnedFixture,
  simulator,
  trustFixture,
  valueOf,
} from '../../../support/trust-fixture.ts';

const HOUR_MS = 3_600_000;
const made = (options: Parameters<typeof makeCertificate>[0] = {}) =>
  makeCertificate({ keyType: 'ecdsa', subjectAlternativeNames: ['127.0.0.1'], ...options });
const [first, stranger] = [made(), made()];

/** Calls over a new connection each time. */
function calls({ trust }: ReturnType<typeof trustFixture>, origin: string): () => Promise<string> {
  return async () => {
    trust.transport.destroy();
    return codeOf(await clientOf(trust.transport, origin).health());
  };
}

describe('a stranger', () => {
  it('is told and noted once, and ten of them an hour, however often they come', async () => {
    const clock = createFakeClock(Date.now());
    const server = await simulator({ certificate: stranger });
    const fixture = pinnedFixture(server.origin, first, { clock });
    const call = calls(fixture, server.origin);
    const told = () => fixture.events.filter(({ kind }) => kind === 'refused');
    const noted = () => fixture.audit.list(50).filter(({ decision }) => decision === 'refused').length;
    expect([await call(), await call()]).toEqual(['untrusted', 'untrusted']);
    expect(told()).toEqual([{ kind: 'refused', fingerprint: fingerprint(stranger) }]);
    expect(fixture.audit.list(1)[0]).toMatchObject({
      before: fingerprint(first),
      after: fingerprint(stranger),
      note: '',
    });
    for (let count = 0; count < 10; count += 1) {
      server.swapCertificate(made());
      expect(await call()).toBe('untrusted');
    }
    expect([noted(), told().length]).toEqual([10, 11]);
    await clock.advance(HOUR_MS - 1);
    server.swapCertificate(made());
    await call();
    expect(noted()).toBe(10);
    await clock.advance(1);
    await call();
    expect(noted()).toBe(11);
    expect(fixture.trust.status().current?.fingerprint).toBe(fingerprint(first));
  });

  it('is forgotten when the server is back, which is told once', async () => {
    const server = await simulator({ certificate: stranger });
    const fixture = pinnedFixture(server.origin, first);
    const call = calls(fixture, server.origin);
    await call();
    server.swapCertificate(first);
    expect(await call()).toBe('ok');
    expect(fixture.trust.status().refused).toBeNull();
    const { length } = fixture.events;
    expect(await call()).toBe('ok');
    expect(fixture.events).toHaveLength(length);
  });
});

describe('under system trust', () => {
  const authority = made({ commonName: 'Office CA', certificateAuthority: true });

  it('a new certificate of a known authority is taken and told, and why another was refused is noted', async () => {
    const [one, two] = [made({ issuer: authority }), made({ issuer: authority })];
    const server = await simulator({ certificate: one });
    const fixture = trustFixture({ authorities: [authority.certificatePem] });
    const { trust, audit, events } = fixture;
    trust.firstTrust({ serverUrl: server.origin, mode: 'system', pem: null, by: 'file', compared: false });
    trust.use(server.origin);
    const call = calls(fixture, server.origin);
    const changes = () => events.filter(({ kind }) => kind === 'changed').length;
    const before = changes();
    expect([await call(), await call()]).toEqual(['ok', 'ok']);
    expect(changes()).toBe(before + 1);
    server.swapCertificate(two);
    expect(await call()).toBe('ok');
    expect(changes()).toBe(before + 2);
    expect(trust.status().current?.fingerprint).toBe(fingerprint(two));
    server.swapCertificate(stranger);
    expect(await call()).toBe('untrusted');
    expect(audit.list(1)[0]).toMatchObject({ decision: 'refused', note: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });
});

describe('a successor', () => {
  it('is followed in one step, with who it was and why', async () => {
    const reissued = made({ sameKeyAs: first });
    const server = await simulator({ certificate: reissued });
    const fixture = pinnedFixture(server.origin, first);
    const call = calls(fixture, server.origin);
    expect(await call()).toBe('ok');
    expect(fixture.events).toContainEqual({
      ...{ kind: 'followed', fingerprint: fingerprint(reissued), reason: 'same-public-key' },
    });
    expect(fixture.audit.list(1)[0]).toMatchObject({
      ...{ decision: 'followed-same-key', by: 'rotation', note: '' },
      ...{ before: fingerprint(first), after: fingerprint(reissued) },
    });
    fixture.trust.announce(stranger.certificatePem);
    server.swapCertificate(stranger);
    expect(await call()).toBe('ok');
    expect(fixture.events).toContainEqual({
      ...{ kind: 'followed', fingerprint: fingerprint(stranger), reason: 'announced' },
    });
    expect(fixture.trust.status()).toMatchObject({ announced: null, refused: null });
    server.swapCertificate(first);
    expect(await call()).toBe('untrusted');
  });
});

it('ends the connections of the certificate before when a technician trusts another in its place', async () => {
  const server = await simulator({ certificate: first });
  const { trust } = pinnedFixture(server.origin, first);
  expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('ok');
  const { certificatePem } = stranger;
  trust.trustInstead(valueOf(inspectCertificate(certificatePem, { now: Date.now(), host: null })));
  await expect.poll(() => server.connections.map(({ closed }) => closed)).toEqual([true]);
  expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('untrusted');
});
