import type { ReactNode } from 'react';
import { NetworkView } from '../network/network-view.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { PageInPlace } from './page-in-place.tsx';

interface PairingNetworkProps {
  readonly onBack: () => void;
  /** On to the proxy of this network. */
  readonly onProxy: () => void;
}

/** The network of the machine. */
export function PairingNetwork({ onBack, onProxy }: PairingNetworkProps): ReactNode {
  const i18n = useI18n();
  return (
    <PageInPlace
      title={i18n.text('network.title')}
      explain={i18n.text('network.explain')}
      onBack={onBack}
      buttons={
        <button type="button" className="button" onClick={onProxy}>
          {i18n.text('proxy')}
        </button>
      }
    >
      <NetworkView />
    </PageInPlace>
  );
}
