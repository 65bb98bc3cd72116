import type { RequestInput, ServerProbe } from '../../src/shared/bridge.ts';
import { fail, type Failure } from '../../src/shared/result.ts';
import { isPin } from '../../src/shared/pin.ts';

/** What a person has typed; nothing of it is lost when something fails. */
export interface PairingForm {
  readonly address: string;
  readonly hostname: string;
  readonly secretKind: 'code' | 'password';
  readonly code: string;
  readonly password: string;
  /** The fingerprint that was confirmed; another one asks anew. */
  readonly confirmed: string | null;
  readonly plainConsent: boolean;
  /** Going without a PIN is a choice that is seen. */
  readonly wantsPin: boolean;
  readonly pin: string;
}

const fields = ['address', 'hostname', 'secret', 'fingerprint', 'pin'] as const;
export type PairingField = (typeof fields)[number];
type MissingPart = 'address' | 'hostname' | 'code' | 'password' | 'confirmation' | 'pin';

/** What keeps the form from being sent: the first thing that is missing, beside its field. */
export function missingIn(
  form: PairingForm,
  probe: ServerProbe | null,
  pinIsSet: boolean,
): { readonly field: PairingField; readonly failure: Failure } | null {
  const missing = (field: PairingField, what: MissingPart): ReturnType<typeof missingIn> => ({
    field,
    failure: fail(`missing-${what}`, 'Something is missing.').error,
  });
  if (form.address.trim() === '') return missing('address', 'address');
  if (form.hostname.trim() === '') return missing('hostname', 'hostname');
  if (form[form.secretKind] === '') return missing('secret', form.secretKind);
  if (probe?.mode === 'pinned' && form.confirmed !== probe.certificate?.fingerprint) {
    return missing('fingerprint', 'confirmation');
  }
  if (probe?.mode === 'plain' && !form.plainConsent) {
    return {
      field: 'fingerprint',
      failure: fail('plain-consent-needed', 'This server answers over http only.').error,
    };
  }
  if (form.wantsPin && !pinIsSet && !isPin(form.pin)) return missing('pin', 'pin');
  return null;
}

/** The request that the form stands for. A PIN that is set already is changed in the settings, not here. */
export function pairingRequest(
  form: PairingForm,
  probe: ServerProbe | null,
  pinIsSet: boolean,
): RequestInput<'pair'> {
  return {
    address: probe?.url ?? form.address.trim(),
    hostname: form.hostname.trim(),
    secret:
      form.secretKind === 'code'
        ? { kind: 'code', code: form.code.trim() }
        : { kind: 'password', password: form.password },
    fingerprint: probe?.mode === 'pinned' ? form.confirmed : null,
    plainConsent: form.plainConsent,
    pin: form.wantsPin && !pinIsSet ? form.pin : null,
  };
}

/** The field that a failed pairing belongs to; the button where it names none. */
export function fieldOf(failure: Failure): PairingField | null {
  const field = failure.params?.['field'];
  return fields.find((one) => one === field) ?? null;
}
