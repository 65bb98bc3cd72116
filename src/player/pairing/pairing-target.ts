import { createHash } from 'node:crypto';
import type { PairingRequest } from './pairing.ts';
import type { SignInSecrets } from '../auth/sign-in.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import type { PairingPrefill } from '../../shared/status.ts';
import { trustModeOf } from '../trust/trust-mode.ts';

/** What settings say about whom to pair with; nobody is asked (docs/server-contract.md, Trust modes). */
export interface PairingTarget {
  /** Changes when the settings name another server, screen, or trust; no secret can be read from it. */
  readonly id: string;
  readonly request: PairingRequest;
}

/**
 * The pairing that settings ask for; null where they name no server or no secret. The screen's name is the machine's
 * where they say none. `fileHash` identifies the file that they came from, so that a changed file counts anew.
 */
export function pairingTarget(
  settings: Settings,
  machineName: string,
  fileHash: string | null,
): PairingTarget | null {
  const secrets = secretsOf(settings);
  if (settings.serverUrl === '' || Object.keys(secrets).length === 0) return null;
  const hostname = settings.hostname === '' ? machineName : settings.hostname;
  const mode = trustModeOf(settings);
  const { serverUrl: address, certificateFingerprint: fingerprint, certificatePath } = settings;
  const trust = { by: 'file', mode, fingerprint, certificatePath } as const;
  const identity = JSON.stringify([address, hostname, mode, fingerprint, fileHash]);
  return {
    id: createHash('sha256').update(identity).digest('hex'),
    request: { address, hostname, secrets, trust },
  };
}

function secretsOf({ quickconnectCode, password, authCode }: Settings): SignInSecrets {
  return {
    ...(quickconnectCode === '' ? {} : { quickconnectCode }),
    ...(password === '' ? {} : { password }),
    ...(authCode === '' ? {} : { authCode }),
  };
}

/** What the pairing screen begins with, where settings say something of it. */
export function prefillOf(settings: Settings, machineName: string): PairingPrefill | null {
  const { serverUrl: address, hostname, quickconnectCode: code } = settings;
  if (address === '' && hostname === '' && code === '') return null;
  return { address, hostname: hostname === '' ? machineName : hostname, code };
}
