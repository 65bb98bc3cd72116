import { X509Certificate } from 'node:crypto';
import type { Request as VerifyRequest, Session } from 'electron';
import type { PagePin, PageTrust } from '../../shared/host.ts';
import { bareHost } from '../../shared/bare-host.ts';

/** Chromium's own verdict counts. */
const AS_CHROMIUM_SAYS = -3;
const TRUSTED = 0;

/**
 * Has frames of the paired server's pages loaded although only the pin vouches for its certificate: for exactly that leaf at
 * exactly that host (https://www.electronjs.org/docs/latest/api/session#sessetcertificateverifyprocproc). The network service
 * keeps verdicts and connections, so both begin anew with another pin.
 */
export function createPageTrust(
  session: Pick<Session, 'setCertificateVerifyProc' | 'closeAllConnections'>,
): PageTrust {
  let pinned: PagePin | null = null;
  return {
    set: (pin) => {
      if (pin?.host === pinned?.host && pin?.fingerprint === pinned?.fingerprint) return;
      pinned = pin;
      session.setCertificateVerifyProc(
        pin === null
          ? null
          : (request, answer) => {
              answer(isPinned(request, pin) ? TRUSTED : AS_CHROMIUM_SAYS);
            },
      );
      void session.closeAllConnections();
    },
    holds: (pin) => pin.host === pinned?.host && pin.fingerprint === pinned.fingerprint,
  };
}

function isPinned(
  { hostname, certificate }: Pick<VerifyRequest, 'hostname' | 'certificate'>,
  pin: PagePin,
): boolean {
  // An address of IPv6 stands in brackets in a URL and without in a connection.
  if (bareHost(hostname) !== pin.host) return false;
  try {
    return new X509Certificate(certificate.data).fingerprint256.replaceAll(':', '') === pin.fingerprint;
  } catch {
    return false;
  }
}
