import { useLayoutEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react';
import type { Connectivity, WifiNetwork } from '../../src/shared/network.ts';
import type { Failure } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { Field } from '../ui/field.tsx';
import { Name } from '../ui/name.tsx';
import { Tick } from '../ui/tick.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { ssidOfText } from './ssid-of-text.ts';

interface WifiFormProps {
  /** Null: one that does not tell its name. */
  readonly network: WifiNetwork | null;
  readonly onJoined: (name: string, connectivity: Connectivity) => void;
  readonly onBack: () => void;
}

/** What is wrong with the name and with the password; anything else stands beside the button. */
const passwordFaults: readonly string[] = ['wifi-wrong-password', 'wifi-needs-password', 'wifi-too-slow'];
const nameFaults: readonly string[] = ['wifi-not-found'];
/** Hexadecimal digits. */
const LONGEST_SSID = 64;

/** Joins one network: its password, and its name where it hides it. */
export function WifiForm({ network, onJoined, onBack }: WifiFormProps): ReactNode {
  const i18n = useI18n();
  const { name, password, isJoining, failure, change, join } = useJoining(network, onJoined);
  const [isShown, setShown] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // To what must be put right, or to the button.
  useLayoutEffect(() => {
    if (failure !== null)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], button[type="submit"]')?.focus();
  }, [failure]);
  const isHidden = network === null;
  const canJoin = !isHidden || (name !== '' && ssidOfText(name).length <= LONGEST_SSID);
  const asksPassword = network?.security !== 'open';
  const errorAt = (faults: readonly string[]): string | null =>
    failure !== null && faults.includes(failure.code) ? i18n.failure(failure) : null;
  const isElsewhere =
    failure !== null &&
    !(asksPassword && passwordFaults.includes(failure.code)) &&
    !(isHidden && nameFaults.includes(failure.code));
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void join();
  };
  return (
    <form ref={form} className="network-form" noValidate onSubmit={onSubmit}>
      <h2>{isHidden ? i18n.text('network.hidden') : <Name text={network.name} />}</h2>
      {isHidden && (
        <Field
          label={i18n.text('network.name')}
          keyboard="text"
          autoFocus
          maxLength={32}
          value={name}
          error={errorAt(nameFaults)}
          onText={(text) => {
            change({ name: text });
          }}
        />
      )}
      {asksPassword ? (
        <>
          <Field
            label={i18n.text('network.password')}
            {...(isHidden ? { hint: i18n.text('network.password.hidden') } : {})}
            type={isShown ? 'text' : 'password'}
            keyboard="text"
            autoFocus={!isHidden}
            maxLength={256}
            value={password}
            error={errorAt(passwordFaults)}
            onText={(text) => {
              change({ password: text });
            }}
          />
          <Tick label={i18n.text('network.password.show')} checked={isShown} onChecked={setShown} />
        </>
      ) : (
        <p className="hint">{i18n.text('network.open.explain')}</p>
      )}
      <p className="error" role="alert">
        {isElsewhere && i18n.failure(failure)}
      </p>
      <div className="network-buttons">
        <button type="submit" className="button is-main" disabled={isJoining || !canJoin}>
          {i18n.text(isJoining ? 'network.joining' : 'pairing.connect')}
        </button>
        <button type="button" className="button" disabled={isJoining} onClick={onBack}>
          {i18n.text('common.cancel')}
        </button>
      </div>
    </form>
  );
}

interface Joining {
  readonly name: string;
  readonly password: string;
  readonly isJoining: boolean;
  readonly failure: Failure | null;
  readonly change: (typed: { readonly name?: string; readonly password?: string }) => void;
  readonly join: () => Promise<void>;
}

function useJoining(network: WifiNetwork | null, onJoined: WifiFormProps['onJoined']): Joining {
  const bridge = useBridge();
  const [typed, setTyped] = useState({ name: '', password: '' });
  const [isJoining, setJoining] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { name, password } = typed;
  return {
    name,
    password,
    isJoining,
    failure,
    change: (more) => {
      setTyped({ ...typed, ...more });
      setFailure(null);
    },
    join: async () => {
      setFailure(null);
      setJoining(true);
      const joined = await bridge.call('join-wifi', {
        ssid: network?.ssid ?? ssidOfText(name),
        password: password === '' ? null : password,
        isHidden: network === null,
      });
      setJoining(false);
      if (joined.ok) onJoined(network?.name ?? name, joined.value.connectivity);
      else setFailure(joined.error);
    },
  };
}
