import type { TrustCode } from '../../shared/failure-codes.ts';
import { X509Certificate } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { TrustStatus } from '../../shared/status.ts';
import type { TrustAuditEntry } from '../../platform/store/trust-audit.ts';
import { expiryToTell } from './expiry.ts';
import { inspectCertificate, readBundle } from './inspect-certificate.ts';
import { hostOf, judgeShown, interpretAnnouncement, summaryNow, type KnownServer } from './known-server.ts';
import type { Route } from './route.ts';
import type { ShownPeer } from './secure-connection.ts';
import { createTransport } from './transport.ts';
import type { InspectedCertificate, TrustEvent, TrustTransport } from './trust.types.ts';

/** A stranger that shows a new certificate at every call must not fill the audit: this many lines in an hour. */
const MOST_REFUSED_AUDITS = 10;
const HOUR_MS = 3_600_000;

export interface ServerInUseDependencies {
  readonly clock: Clock;
  readonly log: Log;
  /** For TCP and TLS together. */
  readonly connectTimeoutMs: number;
  readonly systemContext: () => SecureContext;
  readonly route: Route;
  /** Keeps what is known of the server from now on. */
  readonly save: (server: KnownServer) => void;
  readonly audit: (entry: Omit<TrustAuditEntry, 'at'>) => void;
  readonly emit: (event: TrustEvent) => void;
}

/** The one server that the player talks to: judges whoever answers in its place, and learns from it. */
export interface ServerInUse {
  readonly origin: string;
  readonly transport: TrustTransport;
  known(): KnownServer;
  status(): TrustStatus;
  announce(pem: string): Result<null, TrustCode>;
  acceptRefused(fingerprint: string): Result<null, TrustCode>;
  trustInstead(certificate: InspectedCertificate): Result<null, TrustCode>;
  checkExpiry(): void;
  /** Another server, pin or mode takes its place: it trusts nobody any more. */
  close(): void;
}

export function createServerInUse(first: KnownServer, dependencies: ServerInUseDependencies): ServerInUse {
  const { clock, log, emit } = dependencies;
  const { origin } = first;
  const host = hostOf(origin);
  let known = first;
  /** What the server showed last, for the modes without a pin, and why system trust would refuse it. */
  let shownLast: { certificate: InspectedCertificate; systemProblem: string | null } | null = null;
  let refusedAudits: readonly { fingerprint: string; at: number }[] = [];
  let retired = false;

  /** A decision holds in memory even when the disk is full: the safe side is what was just decided. */
  const change = (next: KnownServer): void => {
    known = next;
    dependencies.save(next);
  };

  const audit = (
    decision: TrustAuditEntry['decision'],
    after: string | null,
    { by = 'rotation', note = '' }: Partial<Pick<TrustAuditEntry, 'by' | 'note'>> = {},
  ): void => {
    const before = known.pin?.summary.fingerprint ?? null;
    dependencies.audit({ decision, by, server: origin, before, after, note });
  };

  const follow = (certificate: InspectedCertificate, reason: 'announced' | 'same-public-key'): void => {
    const { fingerprint } = certificate.summary;
    audit(reason === 'announced' ? 'followed-announced' : 'followed-same-key', fingerprint);
    change({ ...known, pin: certificate, announced: null, refused: null });
    transport.destroy();
    emit({ kind: 'followed', fingerprint, reason });
  };

  const refuse = (certificate: InspectedCertificate, systemProblem: string | null): void => {
    const { fingerprint } = certificate.summary;
    const at = clock.monotonic();
    refusedAudits = refusedAudits.filter((one) => at - one.at < HOUR_MS);
    const toldAlready = refusedAudits.some((one) => one.fingerprint === fingerprint);
    if (!toldAlready && refusedAudits.length < MOST_REFUSED_AUDITS) {
      refusedAudits = [...refusedAudits, { fingerprint, at }];
      audit('refused', fingerprint, { note: known.mode === 'system' ? (systemProblem ?? '') : '' });
    }
    if (known.refused?.summary.fingerprint === fingerprint) return;
    log.warn('Another certificate was shown and refused; nothing was sent', { server: origin, fingerprint });
    change({ ...known, refused: certificate });
    emit({ kind: 'refused', fingerprint });
  };

  const trust = (shown: NonNullable<typeof shownLast>): void => {
    const isNew = shownLast?.certificate.summary.fingerprint !== shown.certificate.summary.fingerprint;
    shownLast = shown;
    if (known.refused !== null) change({ ...known, refused: null });
    else if (!isNew) return;
    emit({ kind: 'changed' });
  };

  const judge = (peer: ShownPeer): boolean => {
    // A handshake that began before the pin or the mode changed ends here.
    if (retired) return false;
    const { systemProblem } = peer;
    const inspected = inspectCertificate(peer.certificate, { now: clock.now(), host, systemProblem });
    if (!inspected.ok) return false;
    const shown = { certificate: inspected.value, systemProblem };
    switch (judgeShown(known, shown)) {
      case 'refused':
        refuse(shown.certificate, systemProblem);
        return false;
      case 'trusted':
        trust(shown);
        return true;
      case 'follow-announced':
        shownLast = shown;
        follow(shown.certificate, 'announced');
        return true;
      case 'follow-same-key':
        shownLast = shown;
        follow(shown.certificate, 'same-public-key');
        return true;
    }
  };

  const transport = createTransport({ ...dependencies, origin, judge });

  const status = (): TrustStatus => {
    const context = { now: clock.now(), host };
    const systemProblem = shownLast?.systemProblem ?? null;
    const inUse = known.mode === 'pinned' ? known.pin : (shownLast?.certificate ?? null);
    return {
      mode: known.mode,
      current: summaryNow(inUse, { ...context, systemProblem }),
      announced: summaryNow(known.announced, context),
      refused: summaryNow(known.refused, context),
    };
  };

  const announce = (pem: string): Result<null, TrustCode> => {
    const bundle = readBundle(pem);
    if (!bundle.ok) return bundle;
    // Only a pin makes the connection that brought the announcement worth believing.
    if (known.mode !== 'pinned' || known.pin === null) return ok(null);
    const announced = known.announced?.summary ?? null;
    const meaning = interpretAnnouncement(new X509Certificate(known.pin.pem), announced, bundle.value);
    if (meaning.kind === 'nothing-new') return ok(null);
    if (meaning.kind === 'withdrawn') {
      change({ ...known, announced: null });
      audit('announcement-withdrawn', announced?.fingerprint ?? null);
      emit({ kind: 'changed' });
      return ok(null);
    }
    const next = inspectCertificate(meaning.certificate, { now: clock.now(), host });
    if (!next.ok) return next;
    const { fingerprint } = next.value.summary;
    change({ ...known, announced: next.value });
    audit('announced', fingerprint);
    emit({ kind: 'announced', fingerprint });
    return ok(null);
  };

  const trustInstead = (certificate: InspectedCertificate): Result<null, TrustCode> => {
    const { mode } = known;
    const note = mode === 'pinned' ? '' : `was ${mode}, now pinned`;
    audit('accepted', certificate.summary.fingerprint, { by: 'technician', note });
    change({ ...known, mode: 'pinned', pin: certificate, announced: null, refused: null });
    transport.destroy();
    emit({ kind: 'changed' });
    return ok(null);
  };

  const acceptRefused = (fingerprint: string): Result<null, TrustCode> => {
    const { refused } = known;
    return refused?.summary.fingerprint === fingerprint
      ? trustInstead(refused)
      : fail('no-such-certificate', 'The server no longer shows this certificate; look again.');
  };

  const checkExpiry = (): void => {
    const certificate = status().current;
    const threshold = certificate === null ? null : expiryToTell(certificate, known.warned);
    if (certificate === null || threshold === null) return;
    const { fingerprint, daysLeft, validUntil } = certificate;
    change({ ...known, warned: { fingerprint, threshold } });
    log.warn('The certificate of the server comes to its end', { daysLeft, validUntil });
    emit({ kind: 'expiring', daysLeft });
  };

  const close = (): void => {
    retired = true;
    transport.destroy();
  };

  return {
    origin,
    transport,
    known: () => known,
    status,
    announce,
    acceptRefused,
    trustInstead,
    checkExpiry,
    close,
  };
}
