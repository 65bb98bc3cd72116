import type { Pairing } from './use-pairing.ts';

/** Where a person may go from the form and come back, everything typed still there. */
export type PairingSubview = 'doctor' | 'network' | 'proxy' | 'show-me';

/** What the parts of the form share. */
export interface PairingFormProps {
  readonly pairing: Pairing;
  /** From where a person has just come back: the focus goes on where it left. */
  readonly returnedFrom: PairingSubview | null;
  readonly onOpen: (subview: PairingSubview) => void;
}
