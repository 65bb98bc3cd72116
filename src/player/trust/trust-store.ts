import type { TrustCode } from '../../shared/failure-codes.ts';
import type { SecureContext } from 'node:tls';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';
import { createEvents } from '../../shared/events.ts';
import type { PagePin } from '../../shared/host.ts';
import { describeThrown, fail, ok, type Result } from '../../shared/result.ts';
import type { TrustAudit, TrustAuditEntry } from '../../platform/store/trust-audit.ts';
import { inspectCertificate } from './inspect-certificate.ts';
import { hostOf, newKnownServer, toKnownServer, toRecord, type KnownServer } from './known-server.ts';
import type { Route } from './route.ts';
import { createServerInUse, type ServerInUse } from './server-in-use.ts';
import { createClosedTransport } from './transport.ts';
import type { ServersTrust, TrustFile } from './trust-file.ts';
import { createTrustWatch } from './trust-watch.ts';
import type { FirstTrust, ReadAnnouncement, TrustEvent, TrustStore } from './trust.types.ts';

export interface TrustStoreDependencies {
  readonly file: TrustFile;
  readonly audit: TrustAudit;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** For TCP and TLS together (setting `requestTimeoutSeconds`). */
  readonly connectTimeoutMs: number;
  /** Setting `certificateRereadHours`. */
  readonly rereadMs: number;
  /** Whom system trust trusts; see `createSystemContext`. */
  readonly systemContext: () => SecureContext;
  readonly route: Route;
}

/** The {@link TrustStore}: decisions are made by pure functions beside it, kept in `file` and told to `audit`. */
export function createTrustStore(dependencies: TrustStoreDependencies): TrustStore {
  const { file, clock, log } = dependencies;
  const closed = createClosedTransport(clock);
  let servers: ServersTrust = file.open();
  let inUse: ServerInUse | null = null;
  let readAnnouncement: ReadAnnouncement | null = null;

  // What a listener throws would end the connection that is being judged.
  const events = createEvents<TrustEvent>((thrown) => {
    log.error('A listener to trust failed', { reason: describeThrown(thrown) });
  });
  const emit = events.tell;

  const audit = (entry: Omit<TrustAuditEntry, 'at'>): void => {
    log.info('Trust decision', { ...entry });
    try {
      dependencies.audit.append({ at: new Date(clock.now()).toISOString(), ...entry });
    } catch (thrown) {
      log.error('The trust audit could not be written', { reason: describeThrown(thrown) });
    }
  };

  const persist = (next: ServersTrust): Result<null, TrustCode> => {
    servers = next;
    try {
      file.write(next);
      return ok(null);
    } catch (thrown) {
      log.error('The trust file could not be written', { reason: describeThrown(thrown) });
      return fail('trust-not-kept', 'The decision about the certificate could not be stored on the disk.');
    }
  };

  const takeIntoUse = (server: KnownServer | null): void => {
    inUse?.close();
    const save = (next: KnownServer): void => {
      persist({ ...servers, [next.origin]: toRecord(next) });
    };
    inUse = server === null ? null : createServerInUse(server, { ...dependencies, save, audit, emit });
    if (server?.mode === 'insecure') {
      log.warn('The certificate of the server is not checked: for development only', {
        server: server.origin,
      });
    }
    emit({ kind: 'changed' });
  };

  const firstTrust = (decision: FirstTrust): Result<null, TrustCode> => {
    const { origin } = new URL(decision.serverUrl);
    const next = knownServerOf(decision, origin, clock.now());
    if (!next.ok) return next;
    const before = servers;
    const stored = persist({ ...before, [origin]: toRecord(next.value) });
    if (!stored.ok) {
      servers = before;
      return stored;
    }
    audit({
      decision: 'first-trust',
      by: decision.by,
      server: origin,
      before: pinOf(before, origin, clock.now()),
      after: next.value.pin?.summary.fingerprint ?? null,
      note: firstTrustNote(decision),
    });
    // Paired anew with the server in use: its old record must not be written back over this one.
    if (inUse?.origin === origin) takeIntoUse(next.value);
    return ok(null);
  };

  const use = (serverUrl: string): void => {
    const { origin, protocol } = new URL(serverUrl);
    const record = servers[origin];
    if (record !== undefined) {
      takeIntoUse(toKnownServer(origin, record, clock.now()));
      return;
    }
    const mode = protocol === 'https:' ? 'pinned' : 'plain';
    if (mode === 'pinned') {
      log.error('What is known of the server was lost: a technician must accept its certificate', {
        server: origin,
      });
      audit({ decision: 'pin-lost', by: 'rotation', server: origin, before: null, after: null, note: '' });
    }
    takeIntoUse(newKnownServer(origin, mode, null));
  };

  const checkpoint = (): (() => void) => {
    const origin = inUse?.origin ?? null;
    const record = inUse === null ? null : toRecord(inUse.known());
    const kept = origin === null || record === null ? servers : { ...servers, [origin]: record };
    return () => {
      const undone = inUse?.known() ?? null;
      persist(kept);
      takeIntoUse(origin === null || record === null ? null : toKnownServer(origin, record, clock.now()));
      const before = undone?.pin?.summary.fingerprint ?? null;
      const after = inUse?.known().pin?.summary.fingerprint ?? null;
      const server = undone?.origin ?? origin ?? '';
      audit({ decision: 'undone', by: 'rotation', server, before, after, note: '' });
    };
  };

  const forgetOthers = (): void => {
    const known = inUse?.known();
    const kept = known === undefined ? {} : { [known.origin]: toRecord(known) };
    if (Object.keys(servers).some((origin) => !(origin in kept))) persist(kept);
  };

  const forgetAll = (): void => {
    const known = inUse?.known();
    if (known !== undefined) {
      const before = known.pin?.summary.fingerprint ?? null;
      audit({ decision: 'forgotten', by: 'technician', server: known.origin, before, after: null, note: '' });
    }
    takeIntoUse(null);
    forgetOthers();
  };

  const reread = async (): Promise<boolean> => {
    const pin = inUse?.known().mode === 'pinned' ? inUse.known().pin : null;
    if (readAnnouncement === null || pin === null) return true;
    const answer = await readAnnouncement();
    if (!answer.ok) {
      log.debug('The announced certificate could not be read', { code: answer.error.code });
      return false;
    }
    // Another server, or another pin: what was announced over the old connection is nothing to go by.
    if (answer.value === null || inUse?.known().pin?.summary.fingerprint !== pin.summary.fingerprint)
      return true;
    if (!inUse.announce(answer.value.pem).ok)
      log.warn('The server announces a certificate that cannot be read');
    return true;
  };

  const watch = createTrustWatch({
    ...dependencies,
    daysLeft: () => inUse?.status().current?.daysLeft ?? null,
    reread,
    checkExpiry: () => inUse?.checkExpiry(),
  });

  return {
    transport: {
      agentFor: (url) => (inUse?.transport ?? closed).agentFor(url),
      destroy: () => inUse?.transport.destroy(),
    },
    status: () => inUse?.status() ?? { mode: 'none', current: null, announced: null, refused: null },
    pin: () => pagePinOf(inUse?.known() ?? null),
    firstTrust,
    use,
    checkpoint,
    forgetOthers,
    forgetAll,
    announce: (pem) => inUse?.announce(pem) ?? ok(null),
    acceptRefused: (fingerprint) =>
      inUse?.acceptRefused(fingerprint) ?? fail('no-such-certificate', 'No server is in use.'),
    trustInstead: (certificate) =>
      inUse?.trustInstead(certificate) ?? fail('no-such-certificate', 'No server is in use.'),
    onChange: events.listen,
    start: (read) => {
      readAnnouncement = read;
      watch.start();
    },
    stop: () => {
      watch.stop();
      readAnnouncement = null;
      inUse?.transport.destroy();
    },
  };
}

function knownServerOf(decision: FirstTrust, origin: string, now: number): Result<KnownServer, TrustCode> {
  if (decision.mode !== 'pinned') return ok(newKnownServer(origin, decision.mode, null));
  const pin = inspectCertificate(decision.pem ?? '', { now, host: hostOf(origin) });
  return pin.ok ? ok(newKnownServer(origin, 'pinned', pin.value)) : pin;
}

function pagePinOf(known: KnownServer | null): PagePin | null {
  if (known?.mode !== 'pinned' || known.pin === null) return null;
  const { summary, publicKeyHash } = known.pin;
  return { host: hostOf(known.origin), fingerprint: summary.fingerprint, publicKeyHash };
}

function pinOf(servers: ServersTrust, origin: string, now: number): string | null {
  const record = servers[origin];
  return record === undefined ? null : (toKnownServer(origin, record, now).pin?.summary.fingerprint ?? null);
}

function firstTrustNote({ mode, by, compared }: FirstTrust): string {
  if (mode !== 'pinned') return mode;
  if (compared) return 'fingerprint compared';
  return by === 'file' ? 'provisioning, not compared' : 'not compared';
}
