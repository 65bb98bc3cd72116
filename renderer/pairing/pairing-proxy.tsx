import { useEffect, useRef, type ReactNode } from 'react';
import { ProxyForm } from '../ui/proxy-form.tsx';
import { useI18n } from '../ui/use-i18n.ts';

/** The proxy of this network in place of the form, which keeps what was typed. */
export function PairingProxy({ onBack }: { readonly onBack: () => void }): ReactNode {
  const i18n = useI18n();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
  }, []);
  return (
    <main className="doctor-page">
      <header className="doctor-head">
        <div>
          <h1>{i18n.text('proxy.title')}</h1>
          <p className="quiet">{i18n.text('proxy.explain')}</p>
        </div>
        <div className="pairing-buttons">
          <button ref={back} type="button" className="button" onClick={onBack}>
            {i18n.text('common.back')}
          </button>
        </div>
      </header>
      <div className="scroller">
        <ProxyForm onUsed={onBack} />
      </div>
    </main>
  );
}
