import type { ReactNode } from 'react';
import type { Connectivity, NetworkLink } from '../../src/shared/network.ts';
import { Icon } from '../ui/icon.tsx';
import { useI18n } from '../ui/use-i18n.ts';

interface LinkRowProps {
  readonly link: NetworkLink;
  readonly connectivity: Connectivity;
  readonly onAddress: () => void;
}

/** A cable or an antenna, its address, and the way to another one. An antenna that is joined to nothing has none to give. */
export function LinkRow({ link, connectivity, onAddress }: LinkRowProps): ReactNode {
  const i18n = useI18n();
  const { kind, device, isConnected, isFixed, address } = link;
  const said =
    address === null
      ? i18n.text(isConnected ? 'network.link.no-address' : 'network.link.none')
      : `${address.address} · ${i18n.text(isFixed === true ? 'network.address.fixed' : 'network.address.auto')}`;
  return (
    <li className="link-row">
      <Icon name={kind} />
      <span className="wifi-name">
        <strong>
          {i18n.text(`network.link.${kind}`)} <span className="quiet">{device}</span>
        </strong>
        <span className="hint">{said}</span>
        {isConnected && connectivity === 'portal' && (
          <span className="error">{i18n.text('network.portal.here')}</span>
        )}
      </span>
      {(kind === 'wired' || isConnected) && (
        <button type="button" className="button is-small" onClick={onAddress}>
          {i18n.text('network.address.change')}
        </button>
      )}
    </li>
  );
}
