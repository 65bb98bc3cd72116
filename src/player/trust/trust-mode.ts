import type { Settings } from '../../shared/settings-schema.ts';
import type { ServerTrustMode } from './trust.types.ts';

export type TrustSettings = Pick<
  Settings,
  'serverUrl' | 'verifySsl' | 'useServerCertificate' | 'certificateFingerprint'
>;

/**
 * Which trust mode a file asks for (docs/server-contract.md, Trust modes): an `http://` address is consent to *plain*; a server
 * certificate, or its fingerprint, is *pinned* and wins over `verify_ssl: false`; that alone is *insecure*; else *system*.
 */
export function trustModeOf(settings: TrustSettings): ServerTrustMode {
  if (/^\s*http:/i.test(settings.serverUrl)) return 'plain';
  if (settings.useServerCertificate || settings.certificateFingerprint.trim() !== '') return 'pinned';
  return settings.verifySsl ? 'system' : 'insecure';
}
