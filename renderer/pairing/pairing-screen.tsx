import { useCallback, useState, type ReactNode } from 'react';
import type { Clock } from '../../src/shared/clock.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { useIdle } from '../ui/use-idle.ts';
import { useLocking } from '../ui/use-locking.ts';
import { PairingDoctor } from './pairing-doctor.tsx';
import { PairingNetwork } from './pairing-network.tsx';
import type { PairingSubview } from './pairing-form-props.ts';
import { PairingFormView } from './pairing-form-view.tsx';
import { PairingProxy } from './pairing-proxy.tsx';
import { PairingProgress } from './pairing-progress.tsx';
import './pairing.css';
import { ShowMe } from './show-me.tsx';
import { usePairing } from './use-pairing.ts';

/**
 * Asks for server, name and secret, checks while they are typed, and shows how the pairing goes. Over content it goes away by
 * itself when it is left alone; on a first run there is nothing to go back to.
 */
export function PairingScreen({ clock }: { readonly clock: Clock }): ReactNode {
  const pairing = usePairing();
  useLocking();
  const [activeSubview, setActiveSubview] = useState<PairingSubview | null>(null);
  const [returnedFrom, setReturnedFrom] = useState<PairingSubview | null>(null);
  const { form, probe, isPairing, cancel } = pairing;
  const isOverContent = usePlayerStore((state) => state.pairingRequested && !state.firstRun);
  const dismiss = usePlayerStore((state) => state.dismissPairing);
  const secondsLeft = useIdle(clock, isOverContent && !isPairing, dismiss);
  const address = form.address.trim();
  const leave = (subview: PairingSubview): void => {
    setActiveSubview(subview);
    setReturnedFrom(subview);
  };
  const goBack = useCallback(() => {
    setActiveSubview(null);
  }, []);
  if (activeSubview === 'show-me' && !isPairing) return <ShowMe clock={clock} onBack={goBack} />;
  return (
    <Sheet className="pairing">
      {isPairing ? (
        <PairingProgress name={form.hostname} url={probe?.url ?? address} onCancel={cancel} />
      ) : activeSubview === 'doctor' ? (
        <PairingDoctor
          address={address === '' ? null : address}
          onBack={goBack}
          onAddress={(likely) => {
            pairing.change({ address: likely, confirmed: null, plainConsent: false });
            goBack();
          }}
        />
      ) : activeSubview === 'proxy' ? (
        <PairingProxy onBack={goBack} />
      ) : activeSubview === 'network' ? (
        <PairingNetwork
          onBack={goBack}
          onProxy={() => {
            leave('proxy');
          }}
        />
      ) : (
        <PairingFormView pairing={pairing} returnedFrom={returnedFrom} onOpen={leave} />
      )}
      {secondsLeft !== null && <ClosingCount seconds={secondsLeft} />}
    </Sheet>
  );
}

function ClosingCount({ seconds }: { readonly seconds: number }): ReactNode {
  const i18n = useI18n();
  return (
    <aside className="closing-count">
      <p role="timer">{i18n.text('pairing.closes-in', { seconds })}</p>
    </aside>
  );
}
