import { useState, type ReactNode } from 'react';
import { Sheet } from '../ui/sheet.tsx';
import { useLocking } from '../ui/use-locking.ts';
import { PairingDoctor } from './pairing-doctor.tsx';
import { PairingFormView } from './pairing-form-view.tsx';
import { PairingProgress } from './pairing-progress.tsx';
import './pairing.css';
import { usePairing } from './use-pairing.ts';

/** First run: asks for server, name and secret, checks while they are typed, and shows how the pairing goes (EXPERIENCE). */
export function PairingScreen(): ReactNode {
  const pairing = usePairing();
  useLocking();
  const [showsDoctor, setShowsDoctor] = useState(false);
  const { form, probe, isPairing, cancel } = pairing;
  const address = form.address.trim();
  return (
    <Sheet className="pairing">
      {isPairing ? (
        <PairingProgress name={form.hostname} url={probe?.url ?? address} onCancel={cancel} />
      ) : showsDoctor ? (
        <PairingDoctor
          address={address === '' ? null : address}
          onBack={() => {
            setShowsDoctor(false);
          }}
        />
      ) : (
        <PairingFormView
          pairing={pairing}
          onDoctor={() => {
            setShowsDoctor(true);
          }}
        />
      )}
    </Sheet>
  );
}
