import { useCallback, useState, type ReactNode } from 'react';
import type { Clock } from '../../src/shared/clock.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useLocking } from '../ui/use-locking.ts';
import { PairingDoctor } from './pairing-doctor.tsx';
import type { Excursion } from './pairing-form-props.ts';
import { PairingFormView } from './pairing-form-view.tsx';
import { PairingProgress } from './pairing-progress.tsx';
import './pairing.css';
import { ShowMe } from './show-me.tsx';
import { usePairing } from './use-pairing.ts';

/** First run: asks for server, name and secret, checks while they are typed, and shows how the pairing goes (EXPERIENCE). */
export function PairingScreen({ clock }: { readonly clock: Clock }): ReactNode {
  const pairing = usePairing();
  useLocking();
  const [away, setAway] = useState<Excursion | null>(null);
  const [backFrom, setBackFrom] = useState<Excursion | null>(null);
  const { form, probe, isPairing, cancel } = pairing;
  const address = form.address.trim();
  const leave = (excursion: Excursion): void => {
    setAway(excursion);
    setBackFrom(excursion);
  };
  const goBack = useCallback(() => {
    setAway(null);
  }, []);
  if (away === 'show-me' && !isPairing) return <ShowMe clock={clock} onBack={goBack} />;
  return (
    <Sheet className="pairing">
      {isPairing ? (
        <PairingProgress name={form.hostname} url={probe?.url ?? address} onCancel={cancel} />
      ) : away === 'doctor' ? (
        <PairingDoctor address={address === '' ? null : address} onBack={goBack} />
      ) : (
        <PairingFormView pairing={pairing} backFrom={backFrom} onLeave={leave} />
      )}
    </Sheet>
  );
}
