import { candidateUrls } from '../settings/server-address.ts';
import { newKnownServer, type KnownServer } from '../trust/known-server.ts';
import type { CredentialsReading, DoctorSettings } from './doctor.types.ts';
import type { Expectation } from './certificate-verdict.ts';

/** The addresses under one origin to try, best first; why there is none otherwise. */
export type Target =
  | { readonly kind: 'urls'; readonly urls: readonly [string, ...string[]] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable' };

/**
 * The server to look at: the address that was given, else the paired server's, else the settings'. An address under which
 * the paired server may be meant (`192.168.0.121`) stands for it.
 */
export function chooseTarget(
  given: string | null,
  reading: CredentialsReading,
  settings: Pick<DoctorSettings, 'serverUrl'>,
): Target {
  const paired = reading.kind === 'credentials' ? reading.credentials.serverUrl : null;
  const written = given ?? paired ?? settings.serverUrl;
  if (written.trim() === '') return { kind: 'none' };
  const candidates = candidateUrls(written);
  if (!candidates.ok) return { kind: 'unusable' };
  if (paired !== null && candidates.value.includes(paired)) return { kind: 'urls', urls: [paired] };
  const [first, ...others] = candidates.value;
  if (first === undefined) return { kind: 'unusable' };
  const sameOrigin = others.filter((url) => new URL(url).origin === new URL(first).origin);
  return { kind: 'urls', urls: [first, ...sameOrigin] };
}

/** What the peer under `origin` is measured by; see {@link Expectation}. */
export function expectationFor(
  origin: string,
  known: KnownServer | null,
  reading: CredentialsReading,
  settings: DoctorSettings,
): Expectation {
  if (known !== null) return { kind: 'known', server: known };
  if (reading.kind === 'credentials' && new URL(reading.credentials.serverUrl).origin === origin) {
    // Paired, and what trust knew is lost: as the player does, refuse rather than trust anew.
    const mode = origin.startsWith('https:') ? 'pinned' : 'plain';
    return { kind: 'known', server: newKnownServer(origin, mode, null) };
  }
  const configured = candidateUrls(settings.serverUrl);
  const isConfigured = configured.ok && configured.value.some((url) => new URL(url).origin === origin);
  return isConfigured ? { kind: 'configured', settings } : { kind: 'stranger' };
}
