import { useState, type ReactNode } from 'react';
import type { Failure } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { usePlayerStore } from '../store/player-store.ts';
import { Field } from './field.tsx';
import './proxy-form.css';
import { useI18n } from './use-i18n.ts';

/** The proxy of this network, and who this screen is to it; `onUsed` hears that another one, or none, is in use. */
export function ProxyForm({ onUsed }: { readonly onUsed: () => void }): ReactNode {
  const i18n = useI18n();
  const bridge = useBridge();
  const inUse = usePlayerStore((state) => state.snapshot?.settings.proxyUrl ?? '');
  const [typed, setTyped] = useState({ address: inUse, user: '', password: '' });
  const [failure, setFailure] = useState<Failure | null>(null);
  const change = (changes: Partial<typeof typed>): void => {
    setTyped({ ...typed, ...changes });
    setFailure(null);
  };
  const use = async (wanted: typeof typed): Promise<void> => {
    const used = await bridge.call('use-proxy', wanted);
    setFailure(used.ok ? null : used.error);
    // What was typed of the sign-in is sealed, and is not shown again.
    if (used.ok) {
      setTyped({ address: wanted.address, user: '', password: '' });
      onUsed();
    }
  };
  return (
    <form
      className="proxy-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void use(typed);
      }}
    >
      <p className="hint" role="status">
        {inUse === '' ? i18n.text('proxy.not-in-use') : i18n.text('proxy.in-use', { address: inUse })}
      </p>
      <Field
        label={i18n.text('proxy.address')}
        data-field="proxy"
        hint={i18n.text('proxy.address.hint')}
        inputMode="url"
        keyboard="address"
        value={typed.address}
        error={failure === null ? null : i18n.failure(failure)}
        onText={(address) => {
          change({ address });
        }}
      />
      <Field
        label={i18n.text('proxy.user')}
        hint={i18n.text('proxy.user.hint')}
        keyboard="text"
        maxLength={255}
        value={typed.user}
        error={null}
        onText={(user) => {
          change({ user });
        }}
      />
      <Field
        label={i18n.text('proxy.password')}
        type="password"
        keyboard="text"
        maxLength={1_024}
        value={typed.password}
        error={null}
        onText={(password) => {
          change({ password });
        }}
      />
      <div className="proxy-buttons">
        <button type="submit" className="button is-main" disabled={typed.address.trim() === ''}>
          {i18n.text('proxy.use')}
        </button>
        {inUse !== '' && (
          <button
            type="button"
            className="button"
            onClick={() => {
              void use({ address: '', user: '', password: '' });
            }}
          >
            {i18n.text('proxy.none')}
          </button>
        )}
      </div>
    </form>
  );
}
