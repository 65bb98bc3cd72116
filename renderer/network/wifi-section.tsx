import type { ReactNode } from 'react';
import type { WifiNetwork, WifiState } from '../../src/shared/network.ts';
import { useBridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import type { Network } from './use-network.ts';
import { WifiList } from './wifi-list.tsx';

interface WifiSectionProps {
  readonly wifi: WifiState;
  readonly network: Network;
  /** Null: one that does not tell its name. */
  readonly onChoice: (network: WifiNetwork | null) => void;
}

/** The Wi-Fi networks, or one sentence why there are none. */
export function WifiSection({ wifi, network, onChoice }: WifiSectionProps): ReactNode {
  const i18n = useI18n();
  const { networks, listFailure, isSearching, search } = network;
  if (wifi === 'off') return <WifiIsOff onTurned={search} />;
  if (wifi !== 'ready') return <p className="hint">{i18n.text(`network.wifi.${wifi}`)}</p>;
  return (
    <section className="wifi-section">
      <header className="wifi-head">
        <h2>{i18n.text('network.wifi')}</h2>
        <p className="hint" role="status">
          {isSearching
            ? i18n.text('network.searching')
            : networks.length === 0 && listFailure === null && i18n.text('network.wifi.none')}
        </p>
      </header>
      {listFailure !== null && <p className="error">{i18n.failure(listFailure)}</p>}
      <WifiList networks={networks} onChoice={onChoice} />
      <div className="network-buttons">
        <button
          type="button"
          className="button"
          onClick={() => {
            onChoice(null);
          }}
        >
          {i18n.text('network.hidden')}
        </button>
        <button type="button" className="button" disabled={isSearching} onClick={search}>
          {i18n.text('network.search')}
        </button>
      </div>
    </section>
  );
}

function WifiIsOff({ onTurned }: { readonly onTurned: () => void }): ReactNode {
  const i18n = useI18n();
  const action = useBridgeAction();
  return (
    <section className="wifi-section">
      <p className="hint">{i18n.text('network.wifi.off')}</p>
      <div className="network-buttons">
        <button
          type="button"
          className="button"
          onClick={() => {
            void action.run('turn-wifi-on', {}).then(onTurned);
          }}
        >
          {i18n.text('network.wifi.turn-on')}
        </button>
      </div>
      <p className="error" role="alert">
        {action.outcome?.isGood === false && action.outcome.sentence(i18n)}
      </p>
    </section>
  );
}
