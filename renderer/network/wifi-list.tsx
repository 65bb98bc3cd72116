import type { ReactNode } from 'react';
import type { WifiNetwork } from '../../src/shared/network.ts';
import { Icon } from '../ui/icon.tsx';
import { Name } from '../ui/name.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { SignalBars } from './signal-bars.tsx';

interface WifiListProps {
  readonly networks: readonly WifiNetwork[];
  readonly onChoice: (network: WifiNetwork) => void;
}

/** The Wi-Fi networks to choose from. One that cannot be joined from here says so and is no button. */
export function WifiList({ networks, onChoice }: WifiListProps): ReactNode {
  return (
    <ul className="wifi-list">
      {networks.map((network) => (
        <li key={`${network.ssid} ${network.security}`}>
          {network.isInUse || network.security === 'enterprise' ? (
            <div className={network.isInUse ? 'wifi-row is-in-use' : 'wifi-row'}>
              <WifiRow network={network} />
            </div>
          ) : (
            <button
              type="button"
              className="wifi-row"
              onClick={() => {
                onChoice(network);
              }}
            >
              <WifiRow network={network} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function WifiRow({ network }: { readonly network: WifiNetwork }): ReactNode {
  const i18n = useI18n();
  const { name, strength, security, isInUse } = network;
  return (
    <>
      <SignalBars strength={strength} />
      <span className="wifi-name">
        <strong>
          <Name text={name} />
        </strong>
        <span className="hint">
          {isInUse
            ? i18n.text('network.in-use')
            : i18n.text(security === 'enterprise' ? 'network.enterprise' : `network.security.${security}`)}
        </span>
      </span>
      {security !== 'open' && <Icon name="security" />}
      <span className="wifi-strength">{i18n.number(strength)} %</span>
    </>
  );
}
