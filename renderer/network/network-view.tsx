import { useState, type ReactNode } from 'react';
import type { NetworkLink, NetworkState, WifiNetwork } from '../../src/shared/network.ts';
import type { I18n } from '../ui/i18n.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { AddressPage } from './address-page.tsx';
import { LinkRow } from './link-row.tsx';
import './network.css';
import { useNetwork, type Network } from './use-network.ts';
import { WifiForm } from './wifi-form.tsx';
import { WifiSection } from './wifi-section.tsx';

type Place =
  | { readonly kind: 'overview' }
  /** Null: one that does not tell its name. */
  | { readonly kind: 'wifi'; readonly network: WifiNetwork | null }
  | { readonly kind: 'address'; readonly link: NetworkLink };

/** How the last change went, in a sentence of the language in which it is read. */
interface Outcome {
  readonly isGood: boolean;
  readonly sentence: (i18n: I18n) => string;
}

/** The network of this machine: what it is connected by, and the ways to change that. */
export function NetworkView(): ReactNode {
  const network = useNetwork();
  const [place, setPlace] = useState<Place>({ kind: 'overview' });
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const goBack = (): void => {
    setPlace({ kind: 'overview' });
  };
  const end = (next: Outcome): void => {
    setOutcome(next);
    goBack();
    network.search();
  };
  const go = (next: Place): void => {
    setOutcome(null);
    setPlace(next);
  };
  switch (place.kind) {
    case 'wifi':
      return (
        <WifiForm
          network={place.network}
          onBack={goBack}
          onJoined={(name, connectivity) => {
            const key = connectivity === 'portal' ? 'network.portal' : 'network.joined';
            end({ isGood: connectivity !== 'portal', sentence: (i18n) => i18n.text(key, { name }) });
          }}
        />
      );
    case 'address':
      return (
        <AddressPage
          link={place.link}
          onBack={goBack}
          onEnd={({ isGood, failure }) => {
            end({
              isGood,
              sentence: (i18n) =>
                failure === null
                  ? i18n.text(isGood ? 'network.address.kept' : 'network.address.back')
                  : i18n.failure(failure),
            });
          }}
        />
      );
    case 'overview':
      return <Overview network={network} outcome={outcome} onGo={go} />;
  }
}

interface OverviewProps {
  readonly network: Network;
  readonly outcome: Outcome | null;
  readonly onGo: (place: Place) => void;
}

function Overview({ network, outcome, onGo }: OverviewProps): ReactNode {
  const i18n = useI18n();
  const { state } = network;
  return (
    <div className="network">
      <p className={outcome?.isGood === false ? 'error' : 'network-outcome'} role="status">
        {outcome?.sentence(i18n)}
      </p>
      {state === null && <p className="hint">{i18n.text('network.looking')}</p>}
      {state?.ok === false && <p className="note">{i18n.failure(state.error)}</p>}
      {state?.ok === true && <Connections state={state.value} network={network} onGo={onGo} />}
    </div>
  );
}

function Connections({
  state,
  network,
  onGo,
}: {
  readonly state: NetworkState;
  readonly network: Network;
  readonly onGo: (place: Place) => void;
}): ReactNode {
  return (
    <>
      <ul className="link-list">
        {state.links.map((link) => (
          <LinkRow
            key={link.device}
            link={link}
            connectivity={state.connectivity}
            onAddress={() => {
              onGo({ kind: 'address', link });
            }}
          />
        ))}
      </ul>
      <WifiSection
        wifi={state.wifi}
        network={network}
        onChoice={(chosen) => {
          onGo({ kind: 'wifi', network: chosen });
        }}
      />
    </>
  );
}
