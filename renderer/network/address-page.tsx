import { useState, type ReactNode, type SubmitEvent } from 'react';
import { maskText, readAddressForm, type AddressForm, type FixedAddress } from '../../src/shared/ipv4.ts';
import type { NetworkLink } from '../../src/shared/network.ts';
import type { Failure } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { AddressFields } from './address-fields.tsx';
import { AddressTrial } from './address-trial.tsx';

interface AddressPageProps {
  readonly link: NetworkLink;
  readonly onBack: () => void;
  /** The address was kept, or the one before is back: a sentence that says so, and whether it is good. */
  readonly onEnd: (outcome: { readonly isGood: boolean; readonly failure: Failure | null }) => void;
}

const choices = ['auto', 'fixed'] as const;

/** The address of one cable or antenna: what the network gives, or one that is fixed; tried before it is kept. */
export function AddressPage({ link, onBack, onEnd }: AddressPageProps): ReactNode {
  const i18n = useI18n();
  const [choice, setChoice] = useState<(typeof choices)[number]>(link.isFixed === true ? 'fixed' : 'auto');
  const [form, setForm] = useState(() => formOf(link.address));
  const [isSent, setSent] = useState(false);
  const { trial, isTrying, failure, attempt } = useAddressTrial(link.device);
  const read = readAddressForm(form);
  const faults = 'faults' in read ? read.faults : {};
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    setSent(true);
    if (choice === 'auto') void attempt(null);
    else if (!('faults' in read)) void attempt(read);
  };
  if (trial !== null) return <AddressTrial until={trial} onEnd={onEnd} />;
  return (
    <form className="network-form is-address" noValidate onSubmit={onSubmit}>
      <h2>{i18n.text(`network.address.${link.kind}`)}</h2>
      <ChoiceField
        label={i18n.text('network.address.how')}
        choices={choices}
        chosen={choice}
        nameOf={(one) => i18n.text(`network.address.${one}`)}
        onChoice={setChoice}
      />
      {choice === 'fixed' && (
        <AddressFields
          form={form}
          faults={faults}
          isSent={isSent}
          onChange={(change) => {
            setForm({ ...form, ...change });
            setSent(false);
          }}
        />
      )}
      <p className="error" role="alert">
        {failure !== null && i18n.failure(failure)}
      </p>
      <div className="network-buttons">
        <button type="submit" className="button is-main" disabled={isTrying}>
          {i18n.text(isTrying ? 'network.address.trying' : 'network.address.try')}
        </button>
        <button type="button" className="button" disabled={isTrying} onClick={onBack}>
          {i18n.text('common.cancel')}
        </button>
      </div>
    </form>
  );
}

interface AddressAttempt {
  /** Until when an address is tried, ISO 8601; null: none is. */
  readonly trial: string | null;
  readonly isTrying: boolean;
  readonly failure: Failure | null;
  readonly attempt: (address: FixedAddress | null) => Promise<void>;
}

function useAddressTrial(device: string): AddressAttempt {
  const bridge = useBridge();
  const [trial, setTrial] = useState<string | null>(null);
  const [isTrying, setTrying] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    trial,
    isTrying,
    failure,
    attempt: async (address) => {
      setFailure(null);
      setTrying(true);
      const tried = await bridge.call('try-address', {
        device,
        address: address === null ? null : { ...address, dns: [...address.dns] },
      });
      setTrying(false);
      if (tried.ok) setTrial(tried.value.until);
      else setFailure(tried.error);
    },
  };
}

function formOf(address: FixedAddress | null): AddressForm {
  const [dns = '', otherDns = ''] = address?.dns ?? [];
  return {
    address: address?.address ?? '',
    mask: maskText(address?.prefix ?? 24),
    gateway: address?.gateway ?? '',
    dns,
    otherDns,
  };
}
