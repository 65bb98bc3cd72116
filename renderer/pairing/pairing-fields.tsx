import { useState, type ReactNode } from 'react';
import { usePlayerStore } from '../store/player-store.ts';
import { Field } from '../ui/field.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import type { PairingFormProps } from './pairing-form-props.ts';
import { AddressSaid } from './address-said.tsx';
import { likelyAddresses } from './likely-addresses.ts';
import type { PairingField } from './pairing-form.ts';
import { PinChoice } from './pin-choice.tsx';

/**
 * Server, name and secret, each with what is wrong with it. What else can be done stands beside its field and comes after all
 * of them, so that the Tab key leads from field to field.
 */
export function PairingFields({ pairing, returnedFrom, onOpen }: PairingFormProps): ReactNode {
  const i18n = useI18n();
  const pinIsSet = usePlayerStore((state) => state.snapshot?.pin.isSet ?? false);
  const { form, problem, probeState, probe, change } = pairing;
  // The address as it was when its field was left: nothing is red before, while it is still being typed.
  const [leftAddress, setLeftAddress] = useState(form.address);
  const isCode = form.secretKind === 'code';
  const errorAt = (field: PairingField): string | null =>
    problem?.field === field ? i18n.failure(problem.failure) : null;
  const unreachable =
    probeState.kind === 'answered' && !probeState.result.ok ? probeState.result.error : null;
  const isLeft = leftAddress === form.address;
  const enterAddress = (address: string): void => {
    change({ address, confirmed: null, plainConsent: false });
  };
  const likely = unreachable === null ? [] : likelyAddresses(form.address, unreachable.code);
  return (
    <div className="pairing-fields is-form">
      <Field
        label={i18n.text('pairing.address')}
        data-field="address"
        {...(probeState.kind === 'none' ? { hint: i18n.text('pairing.address.hint') } : {})}
        autoFocus={form.address === '' && returnedFrom === null}
        inputMode="url"
        keyboard="address"
        value={form.address}
        error={errorAt('address') ?? (isLeft && unreachable !== null ? i18n.failure(unreachable) : null)}
        onText={enterAddress}
        onBlur={() => {
          setLeftAddress(form.address);
        }}
      >
        <AddressSaid
          isChecking={probeState.kind === 'checking'}
          probe={probe}
          failure={isLeft || errorAt('address') !== null ? null : unreachable}
        />
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
      />
      {!pinIsSet && <PinChoice pairing={pairing} />}
      {likely.length > 0 && (
        <div className="likely-addresses">
          {likely.map((address) => (
            <button
              key={address}
              type="button"
              className="button is-small"
              onClick={({ currentTarget }) => {
                setLeftAddress(address);
                enterAddress(address);
                // The button goes away with what it mends.
                currentTarget.form?.querySelector<HTMLElement>('[data-field="address"]')?.focus();
              }}
            >
              {i18n.text('pairing.try', { address })}
            </button>
          ))}
        </div>
      )}
      <button
        type="button"
        className="button is-link is-beside-address"
        autoFocus={returnedFrom === 'doctor'}
        onClick={() => {
          onOpen('doctor');
        }}
      >
        {i18n.text('doctor.run')}
      </button>
      <button
        type="button"
        className="button is-link is-beside-secret"
        onClick={() => {
          change({ secretKind: isCode ? 'password' : 'code' });
        }}
      >
        {i18n.text(isCode ? 'pairing.use-password' : 'pairing.use-code')}
      </button>
    </div>
  );
}
