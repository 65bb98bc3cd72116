import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { TrustDecision } from '../../src/platform/store/trust-audit.ts';
import { inspectCertificate } from '../../src/player/trust/inspect-certificate.ts';
import { createSystemContext } from '../../src/player/trust/judged-agent.ts';
import { newKnownServer } from '../../src/player/trust/known-server.ts';
import { createServerInUse } from '../../src/player/trust/server-in-use.ts';
import { straightRoute } from '../../src/player/trust/route.ts';
import { createFakeClock } from '../support/fakes/fake-clock.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import {
  clientOf,
  codeOf,
  fingerprint,
  pinnedFixture,
  simulator,
  trustFixture,
  valueOf,
} from '../support/trust-fixture.ts';
import type { TrustFixture } from '../support/trust-fixture.ts';

const first = makeCertificate({ commonName: 'digiserver.local' });
const next = makeCertificate({ commonName: 'digiserver.local' });

function decisions({ audit }: TrustFixture): TrustDecision[] {
  return audit.list(20).map(({ decision }) => decision);
}

describe('a certificate that was announced over the trusted connection', () => {
  it('is followed when the server switches to it, and the old one is refused from then on', async () => {
    const server = await simulator({ certificate: first });
    const fixture = pinnedFixture(server.origin, first);
    const { trust, events } = fixture;
    const client = clientOf(trust.transport, server.origin);
    server.announceCertificate(next.certificatePem);
    trust.announce(valueOf(await client.certificate())?.pem ?? '');
    expect(trust.status().announced?.fingerprint).toBe(fingerprint(next));
    expect(trust.status().current?.fingerprint).toBe(fingerprint(first));

    server.swapCertificate(next);
    expect(codeOf(await client.health())).toBe('ok');
    expect(trust.status()).toMatchObject({
      current: { fingerprint: fingerprint(next) },
      announced: null,
      refused: null,
    });
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['announced', 'followed']));
    expect(decisions(fixture)).toEqual(['followed-announced', 'announced', 'first-trust']);

    server.swapCertificate(first);
    expect(codeOf(await client.health())).toBe('untrusted');
  });

  it('ends the connections that were made under the old one, without losing a call', async () => {
    const server = await simulator({ certificate: first });
    const { trust } = pinnedFixture(server.origin, first);
    const client = clientOf(trust.transport, server.origin);
    await Promise.all([client.health(), client.health()]);
    expect(server.connections.map(({ closed }) => closed)).toEqual([false, false]);
    trust.announce(next.certificatePem);
    server.swapCertificate(next, { keepConnections: true });
    const answers = await Promise.all([client.health(), client.health(), client.health()]);
    expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok']);
    await expect.poll(() => server.connections.slice(0, 2).map(({ closed }) => closed)).toEqual([true, true]);
    expect(trust.status().current?.fingerprint).toBe(fingerprint(next));
  });

  it('may be a new certificate over the pinned key', () => {
    const { trust } = pinnedFixture('https://127.0.0.1:1', first);
    const reissued = makeCertificate({ commonName: 'digiserver.local', sameKeyAs: first });
    trust.announce(reissued.certificatePem);
    expect(trust.status().announced?.fingerprint).toBe(fingerprint(reissued));
  });

  it('is still followed after a restart', async () => {
    const server = await simulator({ certificate: first });
    const before = pinnedFixture(server.origin, first);
    before.trust.announce(next.certificatePem);
    before.close();
    const { trust } = trustFixture({ folder: before.folder });
    trust.use(server.origin);
    server.swapCertificate(next);
    expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('ok');
  });

  it('is no longer followed when the server announces its old one again', async () => {
    const server = await simulator({ certificate: first });
    const fixture = pinnedFixture(server.origin, first);
    fixture.trust.announce(next.certificatePem);
    fixture.trust.announce(first.chainPem);
    expect(fixture.trust.status().announced).toBeNull();
    expect(decisions(fixture)[0]).toBe('announcement-withdrawn');
    server.swapCertificate(next);
    expect(codeOf(await clientOf(fixture.trust.transport, server.origin).health())).toBe('untrusted');
  });

  it('is not taken from a server that is not pinned', () => {
    const { trust } = trustFixture();
    const serverUrl = 'https://127.0.0.1:1';
    trust.firstTrust({ serverUrl, mode: 'insecure', pem: null, by: 'file', compared: false });
    trust.use(serverUrl);
    trust.announce(next.certificatePem);
    expect(trust.status()).toMatchObject({ mode: 'insecure', announced: null });
  });

  it('is nothing new when it is the authority that signed the pin', () => {
    const authority = makeCertificate({ commonName: 'Office CA', certificateAuthority: true });
    const leaf = makeCertificate({ issuer: authority });
    const { trust } = pinnedFixture('https://127.0.0.1:1', leaf);
    trust.announce(authority.certificatePem);
    expect(trust.status().announced).toBeNull();
  });

  it('changes nothing when it cannot be read', () => {
    const { trust } = pinnedFixture('https://127.0.0.1:1', first);
    expect(codeOf(trust.announce('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'))).toBe(
      'certificate-unreadable',
    );
    expect(trust.status().announced).toBeNull();
  });
});

describe('a certificate that was not announced', () => {
  it('is followed when it was issued over the pinned key', async () => {
    const server = await simulator({ certificate: first });
    const fixture = pinnedFixture(server.origin, first);
    const reissued = makeCertificate({ commonName: 'digiserver.local', sameKeyAs: first });
    server.swapCertificate(reissued);
    expect(codeOf(await clientOf(fixture.trust.transport, server.origin).health())).toBe('ok');
    expect(fixture.trust.status().current?.fingerprint).toBe(fingerprint(reissued));
    expect(decisions(fixture)).toEqual(['followed-same-key', 'first-trust']);
  });

  it('is refused, shown beside the pin, and in force once a technician accepts it', async () => {
    const server = await simulator({ certificate: first });
    const fixture = pinnedFixture(server.origin, first);
    const { trust } = fixture;
    const client = clientOf(trust.transport, server.origin);
    server.swapCertificate(next);
    expect(codeOf(await client.health())).toBe('untrusted');
    expect(trust.status()).toMatchObject({
      current: { fingerprint: fingerprint(first) },
      refused: { fingerprint: fingerprint(next) },
    });
    expect(codeOf(trust.acceptRefused(fingerprint(first)))).toBe('no-such-certificate');
    expect(codeOf(await client.health())).toBe('untrusted');
    expect(codeOf(trust.acceptRefused(fingerprint(next)))).toBe('ok');
    expect(codeOf(await client.health())).toBe('ok');
    expect(fixture.audit.list(1)[0]).toMatchObject({
      decision: 'accepted',
      by: 'technician',
      before: fingerprint(first),
      after: fingerprint(next),
    });
  });

  it('is no longer shown as refused once the pinned one is back', async () => {
    const server = await simulator({ certificate: next });
    const { trust } = pinnedFixture(server.origin, first);
    const client = clientOf(trust.transport, server.origin);
    expect(codeOf(await client.health())).toBe('untrusted');
    server.swapCertificate(first);
    expect(codeOf(await client.health())).toBe('ok');
    expect(trust.status().refused).toBeNull();
  });
});

describe('what is kept on the disk', () => {
  it('has mode 600 and outlives a damaged file', async () => {
    const server = await simulator({ certificate: first });
    const { folder, close } = pinnedFixture(server.origin, first);
    const file = join(folder, 'trust', 'trust.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    close();
    writeFileSync(file, readFileSync(file).subarray(0, 100));
    const { trust } = trustFixture({ folder });
    trust.use(server.origin);
    expect(trust.status().current?.fingerprint).toBe(fingerprint(first));
    expect(existsSync(`${file}.damaged`)).toBe(true);
  });

  it('is never replaced silently when it is lost: the server is refused until a technician accepts it', async () => {
    const server = await simulator({ certificate: first });
    const { trust, audit } = trustFixture({ authorities: [first.certificatePem] });
    trust.use(server.origin);
    const client = clientOf(trust.transport, server.origin);
    expect(codeOf(await client.health())).toBe('untrusted');
    expect(audit.list(5).map(({ decision }) => decision)).toEqual(['refused', 'pin-lost']);
    trust.acceptRefused(fingerprint(first));
    expect(codeOf(await client.health())).toBe('ok');
  });

  it('is dropped for the other servers only when asked to', () => {
    const { trust, folder } = pinnedFixture('https://127.0.0.1:1', first);
    const other = { serverUrl: 'https://127.0.0.1:2', pem: next.certificatePem } as const;
    trust.firstTrust({ ...other, mode: 'pinned', by: 'installer', compared: true });
    expect(trust.status().current?.fingerprint).toBe(fingerprint(first));
    trust.use(other.serverUrl);
    trust.forgetOthers();
    const kept = JSON.parse(readFileSync(join(folder, 'trust', 'trust.json'), 'utf8')) as { servers: object };
    expect(Object.keys(kept.servers)).toEqual([other.serverUrl]);
  });

  it('names in the audit who decided, and what was compared', () => {
    const { audit } = pinnedFixture('https://127.0.0.1:1', first);
    expect(audit.list(5)).toMatchObject([
      { decision: 'first-trust', by: 'installer', after: fingerprint(first), note: 'fingerprint compared' },
    ]);
  });
});

it('speaks to nobody while no server is in use', async () => {
  const server = await simulator({ certificate: first });
  const { trust } = pinnedFixture(server.origin, first);
  trust.forgetAll();
  expect(trust.status().mode).toBe('none');
  expect(codeOf(await clientOf(trust.transport, server.origin).health())).toBe('untrusted');
  expect(codeOf(await clientOf(trust.transport, 'http://127.0.0.1:1').health())).toBe('untrusted');
});

it('takes no more than ten refused strangers an hour into the audit', async () => {
  const { trust, audit } = trustFixture();
  const server = await simulator({ certificate: first });
  trust.firstTrust({
    serverUrl: server.origin,
    mode: 'pinned',
    pem: next.certificatePem,
    by: 'file',
    compared: true,
  });
  trust.use(server.origin);
  const client = clientOf(trust.transport, server.origin);
  for (let count = 0; count < 12; count += 1) {
    server.swapCertificate(makeCertificate({ keyType: 'ecdsa' }));
    expect(codeOf(await client.health())).toBe('untrusted');
  }
  expect(audit.list(50).filter(({ decision }) => decision === 'refused')).toHaveLength(10);
  expect(trust.status().refused?.fingerprint).toBe(fingerprint(server.certificate));
});

it('reads the announcement by itself while the server is pinned, and warns of the end of the certificate once', async () => {
  const ending = makeCertificate({ notAfter: new Date(Date.now() + 5.5 * 86_400_000) });
  const server = await simulator({ certificate: ending });
  server.announceCertificate(next.certificatePem);
  const clock = createFakeClock(Date.now());
  const { trust, events, folder, close } = pinnedFixture(server.origin, ending, { clock });
  const client = clientOf(trust.transport, server.origin);
  trust.start(() => client.certificate());
  expect(events).toContainEqual({ kind: 'expiring', daysLeft: 5 });
  await clock.advance(6_000);
  await expect.poll(() => trust.status().announced?.fingerprint).toBe(fingerprint(next));
  close();
  expect(clock.pendingTimers()).toBe(0);
  const again = trustFixture({ folder, clock });
  again.trust.use(server.origin);
  again.trust.start(() => client.certificate());
  expect(again.events.some(({ kind }) => kind === 'expiring')).toBe(false);
  expect(again.trust.status().announced?.fingerprint).toBe(fingerprint(next));
});

it('trusts nobody over a transport whose pin was replaced, not even who was trusted before', async () => {
  const server = await simulator({ certificate: first });
  const clock = createSystemClock();
  const inspected = valueOf(inspectCertificate(first.certificatePem, { now: clock.now(), host: null }));
  const nothing = (): void => undefined;
  const inUse = createServerInUse(newKnownServer(server.origin, 'pinned', inspected), {
    clock,
    log: createSilentLog(),
    connectTimeoutMs: 3_000,
    systemContext: createSystemContext(() => []),
    route: straightRoute,
    save: nothing,
    audit: nothing,
    emit: nothing,
  });
  const client = clientOf(inUse.transport, server.origin);
  expect(codeOf(await client.health())).toBe('ok');
  inUse.close();
  expect(codeOf(await client.health())).toBe('untrusted');
});
