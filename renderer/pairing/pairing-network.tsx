import { useEffect, useRef, type ReactNode } from 'react';
import { NetworkView } from '../network/network-view.tsx';
import { useI18n } from '../ui/use-i18n.ts';

/** The network of the machine in place of the form, which keeps what was typed. */
export function PairingNetwork({
  onBack,
  onProxy,
}: {
  readonly onBack: () => void;
  /** On to the proxy of this network. */
  readonly onProxy: () => void;
}): ReactNode {
  const i18n = useI18n();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
  }, []);
  return (
    <main className="doctor-page">
      <header className="doctor-head">
        <div>
          <h1>{i18n.text('network.title')}</h1>
          <p className="quiet">{i18n.text('network.explain')}</p>
        </div>
        <div className="pairing-buttons">
          <button type="button" className="button" onClick={onProxy}>
            {i18n.text('proxy')}
          </button>
          <button ref={back} type="button" className="button" onClick={onBack}>
            {i18n.text('common.back')}
          </button>
        </div>
      </header>
      <div className="scroller" tabIndex={0} role="region" aria-label={i18n.text('network.title')}>
        <NetworkView />
      </div>
    </main>
  );
}
