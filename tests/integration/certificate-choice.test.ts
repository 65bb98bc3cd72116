import { expect, it } from 'vitest';
import { createCertificateChoice } from '../../src/player/certificate-choice.ts';
import { createSystemContext } from '../../src/player/trust/judged-agent.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { straightRoute } from '../../src/player/trust/route.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { fingerprint, pinnedFixture, simulator } from '../support/trust-fixture.ts';

it('trusts another certificate only while the server shows it, and writes it into the audit', async () => {
  const [first, next, stranger] = [makeCertificate(), makeCertificate(), makeCertificate()];
  const server = await simulator({ certificate: first });
  const { trust, audit } = pinnedFixture(server.origin, first);
  const choice = createCertificateChoice({
    trust,
    serverUrl: () => server.origin,
    systemContext: createSystemContext(),
    route: straightRoute,
    clock: createSystemClock(),
    timeoutMs: () => 5_000,
  });
  server.swapCertificate(next);
  expect(await choice.look()).toMatchObject({ ok: true, value: { fingerprint: fingerprint(next) } });
  expect(trust.status().current?.fingerprint, 'a look decides nothing').toBe(fingerprint(first));

  expect(await choice.use(fingerprint(stranger))).toMatchObject({ error: { code: 'no-such-certificate' } });
  expect(trust.status().current?.fingerprint, 'what is not shown is not trusted').toBe(fingerprint(first));

  expect(await choice.use(fingerprint(next))).toMatchObject({ ok: true });
  expect(trust.status().current?.fingerprint).toBe(fingerprint(next));
  expect(audit.list(1)[0]).toMatchObject({
    decision: 'accepted',
    by: 'technician',
    before: fingerprint(first),
    after: fingerprint(next),
  });
  expect(server.requests, 'nothing but handshakes').toEqual([]);
});
