import { expect, test } from 'vitest';
import { createPageTrust } from '../../../../src/shells/electron/page-trust.ts';
import type { PagePin } from '../../../../src/shared/host.ts';
import { makeCertificate } from '../../../simulator/certificate.ts';
import { createFakeSession } from '../../../support/fakes/electron/fake-session.ts';

const pinned = makeCertificate();
/** Another certificate over the same key is another leaf. */
const sameKey = makeCertificate({ sameKeyAs: pinned });
const pin: PagePin = {
  host: 'digiserver.local',
  fingerprint: pinned.fingerprint256.replaceAll(':', ''),
  publicKeyHash: pinned.publicKeyFingerprint256.replaceAll(':', ''),
};

test('a frame takes the pinned leaf at the pinned host, and nothing else that Chromium would not', () => {
  const session = createFakeSession();
  const trust = createPageTrust(session);
  const verdict = (hostname: string, { certificatePem }: typeof pinned): number =>
    session.verifyCertificate(hostname, certificatePem);
  expect(verdict('digiserver.local', pinned)).toBe(-3);
  trust.set(pin);
  expect(verdict('digiserver.local', pinned)).toBe(0);
  expect(verdict('elsewhere.example', pinned)).toBe(-3);
  expect(verdict('digiserver.local', sameKey)).toBe(-3);
  expect(verdict('digiserver.local', { ...pinned, certificatePem: 'nothing' })).toBe(-3);
  expect(trust.holds(pin)).toBe(true);
  expect(trust.holds({ ...pin, host: 'elsewhere.example' })).toBe(false);
});

test('another pin ends what was connected under the one before, and the same one changes nothing', () => {
  const session = createFakeSession();
  const trust = createPageTrust(session);
  trust.set(pin);
  trust.set({ ...pin });
  expect(session.connectionsClosed).toBe(1);
  trust.set(null);
  expect(session.connectionsClosed).toBe(2);
  expect(session.verifyCertificate('digiserver.local', pinned.certificatePem)).toBe(-3);
  expect(trust.holds(pin)).toBe(false);
});

test.each(['[fd00::2]', 'fd00::2'])('a server at an address of IPv6 is the same one as %s', (hostname) => {
  const session = createFakeSession();
  createPageTrust(session).set({ ...pin, host: 'fd00::2' });
  expect(session.verifyCertificate(hostname, pinned.certificatePem)).toBe(0);
  expect(session.verifyCertificate('fd00::3', pinned.certificatePem)).toBe(-3);
  expect(session.verifyCertificate(hostname, sameKey.certificatePem)).toBe(-3);
});
