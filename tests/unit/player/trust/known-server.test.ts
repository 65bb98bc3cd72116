import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inspectCertificate } from '../../../../src/player/trust/inspect-certificate.ts';
import {
  hostOf,
  interpretAnnouncement,
  judgeShown,
  newKnownServer,
  summaryNow,
  toKnownServer,
  toRecord,
} from '../../../../src/player/trust/known-server.ts';
import type { InspectedCertificate } from '../../../../src/player/trust/trust.types.ts';
import { makeCertificate } from '../../../simulator/certificate.ts';
import type { Certificate } from '../../../simulator/types.ts';
import { valueOf } from '../../../support/trust-fixture.ts';

const DAY_MS = 86_400_000;
const now = Date.now();
const origin = 'https://digiserver.test';
const made = (options: Parameters<typeof makeCertificate>[0] = {}): Certificate =>
  makeCertificate({ keyType: 'ecdsa', ...options });
const read = ({ certificatePem }: Certificate): InspectedCertificate =>
  valueOf(inspectCertificate(certificatePem, { now, host: null }));
const asX509 = ({ certificatePem }: Certificate): X509Certificate => new X509Certificate(certificatePem);
const [first, second, third] = [read(made()), read(made()), read(made())];

describe('a record of the trust file', () => {
  const warned = { fingerprint: first.summary.fingerprint, threshold: 7 };
  const server = { origin, mode: 'pinned', pin: first, announced: second, refused: third, warned } as const;

  it('says all that is known of a server, and is read back', () => {
    const record = toRecord(server);
    expect(record).toEqual({
      ...{ mode: 'pinned', pin: first.pem, announced: second.pem, refused: third.pem, warned },
    });
    const readBack = toKnownServer(origin, record, now);
    expect(toRecord(readBack)).toEqual(record);
    expect(readBack.pin?.publicKeyHash).toBe(first.publicKeyHash);
    expect(readBack).toMatchObject({ origin, announced: { pem: second.pem }, refused: { pem: third.pem } });
    const unknown = newKnownServer(origin, 'system', null);
    expect(toKnownServer(origin, toRecord(unknown), now)).toEqual(unknown);
  });

  it('takes a certificate that cannot be read for lost, and keeps the others', () => {
    const read = toKnownServer(origin, { ...toRecord(server), pin: 'nonsense' }, now);
    expect(read.pin).toBeNull();
    expect(read.announced?.pem).toBe(second.pem);
  });
});

describe('judgeShown', () => {
  const shown = (certificate: InspectedCertificate, systemProblem: string | null = 'SELF_SIGNED') => ({
    ...{ certificate, systemProblem },
  });
  const pinned = { ...newKnownServer(origin, 'pinned', first), announced: second };

  it('goes by the pin where there is one, whatever the system says', () => {
    expect(judgeShown(pinned, shown(first))).toBe('trusted');
    expect(judgeShown(pinned, shown(second))).toBe('follow-announced');
    expect(judgeShown(pinned, shown(third, null))).toBe('refused');
    expect(judgeShown(newKnownServer(origin, 'pinned', null), shown(first, null))).toBe('refused');
  });

  it('goes by the system, by nothing, or trusts nobody in the other modes, whatever was pinned', () => {
    const inMode = (mode: 'system' | 'insecure' | 'plain') => newKnownServer(origin, mode, first);
    expect(judgeShown(inMode('system'), shown(third, null))).toBe('trusted');
    expect(judgeShown(inMode('system'), shown(first))).toBe('refused');
    expect(judgeShown(inMode('insecure'), shown(third))).toBe('trusted');
    expect(judgeShown(inMode('plain'), shown(first, null))).toBe('refused');
  });
});

describe('interpretAnnouncement', () => {
  const authority = made({ commonName: 'Office CA', certificateAuthority: true });
  const pin = made({ issuer: authority });
  const next = made();
  const announced = { fingerprint: read(next).summary.fingerprint };
  const meaning = (bundle: readonly Certificate[], before: { fingerprint: string } | null) => {
    const effect = interpretAnnouncement(asX509(pin), before, bundle.map(asX509));
    return effect.kind === 'next' ? effect.certificate.fingerprint256 : effect.kind;
  };

  it('is nothing new where it is the pin, its authority or nothing, and takes back what was announced before', () => {
    for (const bundle of [[], [pin], [authority], [next, pin], [next, authority]]) {
      expect(meaning(bundle, null)).toBe('nothing-new');
      expect(meaning(bundle, announced)).toBe('withdrawn');
    }
  });

  it('names the first of another bundle, once', () => {
    expect(meaning([next, made()], null)).toBe(next.fingerprint256);
    expect(meaning([next], announced)).toBe('nothing-new');
    const other = made();
    expect(meaning([other], announced)).toBe(other.fingerprint256);
    const reissued = made({ issuer: authority, sameKeyAs: pin });
    expect(meaning([reissued], null)).toBe(reissued.fingerprint256);
  });
});

it('counts the days of a certificate as of now', () => {
  const ending = read(made({ notAfter: new Date(now + 10.5 * DAY_MS) }));
  expect(summaryNow(ending, { now: now + 7 * DAY_MS, host: null })?.daysLeft).toBe(3);
  expect(summaryNow(ending, { now: now + 11 * DAY_MS, host: null })?.warnings).toContain('expired');
  expect(summaryNow({ ...ending, pem: 'nonsense' }, { now, host: null })).toEqual(ending.summary);
  expect(summaryNow(null, { now, host: null })).toBeNull();
});

it('takes the host out of an origin, an IPv6 address without brackets', () => {
  expect([hostOf('https://[2001:db8::1]:8443'), hostOf(origin)]).toEqual(['2001:db8::1', 'digiserver.test']);
});
