import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { TrustAuditEntry } from '../../../../src/platform/store/trust-audit.ts';
import { inspectCertificate } from '../../../../src/player/trust/inspect-certificate.ts';
import { createSystemContext } from '../../../../src/player/trust/judged-agent.ts';
import { straightRoute } from '../../../../src/player/trust/route.ts';
import type { ServersTrust } from '../../../../src/player/trust/trust-file.ts';
import { createTrustStore } from '../../../../src/player/trust/trust-store.ts';
import type { ReadAnnouncement, TrustEvent } from '../../../../src/player/trust/trust.types.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { makeCertificate } from '../../../simulator/certificate.ts';
import type { Certificate } from '../../../simulator/types.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { codeOf, fingerprint, valueOf } from '../../../support/trust-fixture.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const startMs = Date.now();
const made = (daysLeft = 365.5): Certificate =>
  makeCertificate({ keyType: 'ecdsa', notAfter: new Date(startMs + daysLeft * DAY_MS) });
const [first, second, third] = [made(), made(), made()];
const serverUrl = 'https://first.test';
const otherUrl = 'https://second.test';

/** A store whose disk and audit are in memory, and refuse when they are told to. */
function open(kept: ServersTrust = {}) {
  const clock = createFakeClock(startMs);
  const audit: TrustAuditEntry[] = [];
  const disk = { servers: kept, writes: 0, refuses: false, auditRefuses: false };
  const log = { ...createSilentLog(), warn: vi.fn(), error: vi.fn() };
  const trust = createTrustStore({
    file: {
      open: () => disk.servers,
      write: (servers) => {
        if (disk.refuses) throw new Error('no space');
        disk.writes += 1;
        disk.servers = servers;
      },
    },
    audit: {
      append: (entry) => {
        if (disk.auditRefuses) throw new Error('no space');
        audit.unshift(entry);
      },
      list: () => audit,
    },
    ...{ clock, log, random: () => 0.5, connectTimeoutMs: 1_000, rereadMs: 6 * HOUR_MS },
    systemContext: createSystemContext(() => []),
    route: straightRoute,
  });
  const events: TrustEvent[] = [];
  trust.onChange((event) => events.push(event));
  onTestFinished(() => {
    trust.stop();
  });
  const pin = (url: string, certificate: Certificate, compared = true) =>
    trust.firstTrust({
      serverUrl: url,
      mode: 'pinned',
      pem: certificate.certificatePem,
      by: 'installer',
      compared,
    });
  return { trust, clock, audit, disk, log, events, pin };
}

/** One whose first server is pinned and in use. */
function pinned(certificate = first) {
  const opened = open();
  opened.pin(serverUrl, certificate);
  opened.trust.use(serverUrl);
  return opened;
}

describe('a first decision', () => {
  it('is kept and noted without touching the server in use', () => {
    const { trust, audit, disk, pin } = pinned();
    expect(codeOf(pin(`${otherUrl}/login?x`, second, false))).toBe('ok');
    expect(trust.status().current?.fingerprint).toBe(fingerprint(first));
    expect(Object.keys(disk.servers)).toEqual([serverUrl, otherUrl]);
    expect(audit[0]).toEqual({
      ...{ at: new Date(startMs).toISOString(), decision: 'first-trust', by: 'installer', server: otherUrl },
      ...{ before: null, after: fingerprint(second), note: 'not compared' },
    });
  });

  it('about the server in use counts at once, and names the pin before', () => {
    const { trust, audit, pin } = pinned();
    pin(serverUrl, second);
    expect(trust.status().current?.fingerprint).toBe(fingerprint(second));
    expect(audit[0]).toMatchObject({ before: fingerprint(first), after: fingerprint(second) });
  });

  it.each([
    ['insecure', 'file', false, 'insecure'],
    ['pinned', 'file', false, 'provisioning, not compared'],
    ['pinned', 'file', true, 'fingerprint compared'],
  ] as const)('says in the audit what was compared: %s by %s, %s', (mode, by, compared, note) => {
    const { trust, audit } = open();
    const pem = mode === 'pinned' ? first.certificatePem : null;
    trust.firstTrust({ serverUrl, mode, pem, by, compared });
    expect(audit[0]).toMatchObject({ by, note, after: mode === 'pinned' ? fingerprint(first) : null });
  });

  it('changes nothing where the certificate cannot be read or the disk refuses', () => {
    const { trust, audit, disk, pin } = pinned();
    const unreadable = { ...first, certificatePem: 'nonsense' };
    expect(codeOf(pin(serverUrl, unreadable))).toBe('certificate-unreadable');
    disk.refuses = true;
    expect(codeOf(pin(serverUrl, second))).toBe('trust-not-kept');
    expect(trust.status().current?.fingerprint).toBe(fingerprint(first));
    trust.use(serverUrl);
    expect(trust.status().current?.fingerprint).toBe(fingerprint(first));
    expect(audit).toHaveLength(1);
  });

  it('counts even where the audit cannot be written, which is told', () => {
    const { trust, disk, log, pin } = pinned();
    disk.auditRefuses = true;
    expect(codeOf(pin(serverUrl, second))).toBe('ok');
    expect(trust.status().current?.fingerprint).toBe(fingerprint(second));
    expect(log.error).toHaveBeenCalledTimes(1);
  });
});

describe('the server in use', () => {
  it('whose pin was lost is trusted by nobody’s word, and the audit says so', () => {
    const { trust, audit } = open();
    trust.use(`${serverUrl}/x`);
    expect(trust.status()).toEqual({ mode: 'pinned', current: null, announced: null, refused: null });
    expect(audit).toMatchObject([
      { decision: 'pin-lost', by: 'rotation', server: serverUrl, before: null, after: null, note: '' },
    ]);
    trust.use('http://plain.test');
    expect(trust.status().mode).toBe('plain');
    expect(audit).toHaveLength(1);
  });

  it('tells pages its pin, and only where it has one', () => {
    const { trust, pin } = open();
    expect(trust.pin()).toBeNull();
    trust.use(serverUrl);
    expect(trust.pin()).toBeNull();
    pin(serverUrl, first);
    const publicKeyHash = first.publicKeyFingerprint256.replaceAll(':', '');
    expect(trust.pin()).toEqual({ host: 'first.test', fingerprint: fingerprint(first), publicKeyHash });
    trust.firstTrust({ serverUrl, mode: 'insecure', pem: null, by: 'file', compared: false });
    expect(trust.pin()).toBeNull();
  });

  it('is warned of when nothing of it is checked', () => {
    const { trust, log } = pinned();
    expect(log.warn).not.toHaveBeenCalled();
    trust.firstTrust({ serverUrl, mode: 'insecure', pem: null, by: 'file', compared: false });
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('is nobody at first: there is nothing to accept, and nothing is announced', () => {
    const { trust, audit } = open();
    const inspected = valueOf(inspectCertificate(first.certificatePem, { now: startMs, host: null }));
    expect(trust.status()).toEqual({ mode: 'none', current: null, announced: null, refused: null });
    expect(codeOf(trust.announce(first.certificatePem))).toBe('ok');
    expect(codeOf(trust.acceptRefused(fingerprint(first)))).toBe('no-such-certificate');
    expect(codeOf(trust.trustInstead(inspected))).toBe('no-such-certificate');
    trust.forgetAll();
    expect(audit).toEqual([]);
  });

  it('may be trusted by another certificate that a technician compared, which forgets what was announced', () => {
    const { trust, audit, events } = pinned();
    trust.announce(second.certificatePem);
    const inspected = valueOf(inspectCertificate(third.certificatePem, { now: startMs, host: null }));
    trust.trustInstead(inspected);
    expect(trust.status()).toMatchObject({ current: { fingerprint: fingerprint(third) }, announced: null });
    expect(audit[0]).toMatchObject({
      ...{ decision: 'accepted', by: 'technician', note: '', before: fingerprint(first) },
    });
    trust.firstTrust({ serverUrl, mode: 'insecure', pem: null, by: 'file', compared: false });
    trust.trustInstead(inspected);
    expect(audit[0]).toMatchObject({ note: 'was insecure, now pinned', before: null });
    expect(trust.status().mode).toBe('pinned');
    expect(events.at(-1)).toEqual({ kind: 'changed' });
  });
});

describe('an announcement', () => {
  it('is noted once, and again only as another one or as withdrawn', () => {
    const { trust, audit, events } = pinned();
    for (const pem of [second.certificatePem, second.certificatePem, third.certificatePem])
      trust.announce(pem);
    trust.announce(first.certificatePem);
    trust.announce(first.certificatePem);
    expect(audit.map(({ decision, before, after }) => [decision, before, after]).slice(0, 3)).toEqual([
      ['announcement-withdrawn', fingerprint(first), fingerprint(third)],
      ['announced', fingerprint(first), fingerprint(third)],
      ['announced', fingerprint(first), fingerprint(second)],
    ]);
    expect(events.slice(-3)).toEqual([
      { kind: 'announced', fingerprint: fingerprint(second) },
      { kind: 'announced', fingerprint: fingerprint(third) },
      { kind: 'changed' },
    ]);
    expect(audit).toHaveLength(4);
  });

  it('is kept over a restart', () => {
    const before = pinned();
    before.trust.announce(second.certificatePem);
    const { trust } = open(before.disk.servers);
    trust.use(serverUrl);
    expect(trust.status()).toMatchObject({
      current: { fingerprint: fingerprint(first) },
      announced: { fingerprint: fingerprint(second) },
    });
  });
});

describe('reading what is announced', () => {
  const announcing = (certificate: Certificate): ReadAnnouncement => {
    return () => Promise.resolve(ok({ pem: certificate.certificatePem }));
  };

  it('begins soon after the start and ends with the stop', async () => {
    const { trust, clock } = pinned();
    const read = vi.fn(announcing(second));
    trust.start(read);
    await clock.advance(5_000);
    expect(trust.status().announced?.fingerprint).toBe(fingerprint(second));
    trust.stop();
    await clock.advance(DAY_MS);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('asks nobody of a server without a pin, and again soon where it failed', async () => {
    const { trust, clock, pin } = open();
    const read = vi.fn<ReadAnnouncement>(() => Promise.resolve(fail('offline', 'Nobody.')));
    trust.use(serverUrl);
    trust.start(read);
    await clock.advance(DAY_MS);
    expect(read).not.toHaveBeenCalled();
    pin(serverUrl, first);
    await clock.advance(6 * HOUR_MS);
    expect(read.mock.calls.length).toBeGreaterThan(20);
  });

  it('believes nothing that was read over a pin which is another meanwhile', async () => {
    const { trust, clock, pin } = pinned();
    const answer = Promise.withResolvers<Awaited<ReturnType<ReadAnnouncement>>>();
    trust.start(() => answer.promise);
    await clock.advance(5_000);
    pin(serverUrl, second);
    answer.resolve(ok({ pem: third.certificatePem }));
    await clock.advance(0);
    expect(trust.status()).toMatchObject({ current: { fingerprint: fingerprint(second) }, announced: null });
  });

  it('takes no server, no file and what cannot be read for nothing new', async () => {
    const { trust, clock, log } = pinned();
    const answers = [ok(null), ok({ pem: 'nonsense' })];
    trust.start(() => Promise.resolve(answers.shift() ?? ok(null)));
    await clock.advance(5_000);
    expect(log.warn).not.toHaveBeenCalled();
    await clock.advance(6 * HOUR_MS);
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(trust.status().announced).toBeNull();
    const late = Promise.withResolvers<Awaited<ReturnType<ReadAnnouncement>>>();
    trust.start(() => late.promise);
    await clock.advance(5_000);
    trust.forgetAll();
    late.resolve(ok({ pem: second.certificatePem }));
    await clock.advance(0);
    expect(trust.status().mode).toBe('none');
  });
});

describe('the end of the certificate', () => {
  it('is told once at each threshold, also over a restart', async () => {
    const before = pinned(made(7.5));
    before.trust.start(() => Promise.resolve(ok(null)));
    await before.clock.advance(3 * DAY_MS);
    const told = (events: readonly TrustEvent[]) => events.filter(({ kind }) => kind === 'expiring');
    expect(told(before.events)).toEqual([{ kind: 'expiring', daysLeft: 7 }]);
    await before.clock.advance(4 * DAY_MS);
    expect(told(before.events)).toEqual([
      { kind: 'expiring', daysLeft: 7 },
      { kind: 'expiring', daysLeft: 1 },
    ]);
    const after = open(before.disk.servers);
    after.trust.use(serverUrl);
    after.trust.start(() => Promise.resolve(ok(null)));
    expect(told(after.events)).toEqual([]);
  });
});

describe('going back to a checkpoint', () => {
  it('trusts the server from before again, whatever was decided since, and says so', () => {
    const { trust, audit, disk, pin } = pinned();
    trust.announce(third.certificatePem);
    const goBack = trust.checkpoint();
    pin(otherUrl, second);
    trust.use(otherUrl);
    trust.forgetOthers();
    goBack();
    expect(trust.status()).toMatchObject({
      current: { fingerprint: fingerprint(first) },
      announced: { fingerprint: fingerprint(third) },
    });
    expect(Object.keys(disk.servers)).toEqual([serverUrl]);
    expect(audit[0]).toMatchObject({
      ...{ decision: 'undone', by: 'rotation', server: otherUrl, note: '' },
      ...{ before: fingerprint(second), after: fingerprint(first) },
    });
  });

  it('trusts nobody where nobody was trusted', () => {
    const { trust, audit, disk, pin } = open();
    const goBack = trust.checkpoint();
    pin(serverUrl, first);
    trust.use(serverUrl);
    goBack();
    expect(trust.status().mode).toBe('none');
    expect(disk.servers).toEqual({});
    expect(audit[0]).toMatchObject({ server: serverUrl, before: fingerprint(first), after: null });
    trust.checkpoint()();
    expect(audit[0]).toMatchObject({ server: '', before: null, after: null });
  });

  it('names the server from before where none was left since', () => {
    const { trust, audit } = pinned();
    const goBack = trust.checkpoint();
    trust.forgetAll();
    goBack();
    expect(audit[0]).toMatchObject({ server: serverUrl, before: null, after: fingerprint(first) });
  });
});

describe('forgetting', () => {
  it('leaves the server in use, and writes nothing where there is nothing to forget', () => {
    const { trust, disk, pin } = pinned();
    const { writes } = disk;
    trust.forgetOthers();
    expect(disk.writes).toBe(writes);
    pin(otherUrl, second);
    trust.forgetOthers();
    expect(Object.keys(disk.servers)).toEqual([serverUrl]);
  });

  it('of all leaves nothing but the audit', () => {
    const { trust, disk, audit, pin, events } = pinned();
    pin(otherUrl, second);
    trust.forgetAll();
    expect(trust.status().mode).toBe('none');
    expect(disk.servers).toEqual({});
    expect(audit[0]).toMatchObject({
      ...{ decision: 'forgotten', by: 'technician', server: serverUrl, note: '' },
      ...{ before: fingerprint(first), after: null },
    });
    expect(events.at(-1)).toEqual({ kind: 'changed' });
  });
});
