import type { ReactNode } from 'react';
import { usePlayerStore } from '../store/player-store.ts';
import { Field } from '../ui/field.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import type { PairingFormProps } from './pairing-form-props.ts';
import type { PairingField } from './pairing-form.ts';
import { PinChoice } from './pin-choice.tsx';

/** Server, name and secret, each with what is wrong with it. */
export function PairingFields({ pairing, backFrom, onLeave }: PairingFormProps): ReactNode {
  const i18n = useI18n();
  const pinIsSet = usePlayerStore((state) => state.snapshot?.pin.isSet ?? false);
  const { form, problem, probeState, probe, change } = pairing;
  const isCode = form.secretKind === 'code';
  const errorAt = (field: PairingField): string | null =>
    problem?.field === field ? i18n.failure(problem.failure) : null;
  const unreachable =
    probeState.kind === 'answered' && !probeState.result.ok ? i18n.failure(probeState.result.error) : null;
  return (
    <div className="pairing-fields">
      <Field
        label={i18n.text('pairing.address')}
        data-field="address"
        {...(probeState.kind === 'none' ? { hint: i18n.text('pairing.address.hint') } : {})}
        autoFocus={form.address === '' && backFrom === null}
        inputMode="url"
        keyboard="address"
        value={form.address}
        error={errorAt('address') ?? unreachable}
        onText={(address) => {
          change({ address, confirmed: null, plainConsent: false });
        }}
        action={
          <button
            type="button"
            className="button is-link"
            autoFocus={backFrom === 'doctor'}
            onClick={() => {
              onLeave('doctor');
            }}
          >
            {i18n.text('doctor.run')}
          </button>
        }
      >
        <p className="hint" role="status">
          {probeState.kind === 'checking' && i18n.text('pairing.address.checking')}
          {probe !== null &&
            (probe.version === null
              ? i18n.text('pairing.address.found-unversioned', { url: probe.url })
              : i18n.text('pairing.address.found', { url: probe.url, version: probe.version }))}
        </p>
      </Field>
      <Field
        label={i18n.text('pairing.hostname')}
        data-field="hostname"
        hint={i18n.text('pairing.hostname.hint')}
        keyboard="text"
        value={form.hostname}
        error={errorAt('hostname')}
        onText={(hostname) => {
          change({ hostname });
        }}
      />
      <Field
        key={form.secretKind}
        label={i18n.text(isCode ? 'pairing.code' : 'pairing.password')}
        data-field="secret"
        type={isCode ? 'text' : 'password'}
        keyboard={isCode ? 'code' : 'text'}
        value={form[form.secretKind]}
        error={errorAt('secret')}
        onText={(text) => {
          change({ [form.secretKind]: text });
        }}
        action={
          <button
            type="button"
            className="button is-link"
            onClick={() => {
              change({ secretKind: isCode ? 'password' : 'code' });
            }}
          >
            {i18n.text(isCode ? 'pairing.use-password' : 'pairing.use-code')}
          </button>
        }
      />
      {!pinIsSet && <PinChoice pairing={pairing} />}
    </div>
  );
}
