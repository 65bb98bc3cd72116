import { useState } from 'react';
import type { ServerProbe } from '../../src/shared/bridge.ts';
import type { Failure } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { usePlayerStore } from '../store/player-store.ts';
import { fieldOf, missingIn, pairingRequest, type PairingField, type PairingForm } from './pairing-form.ts';
import { useProbe, type ProbeState } from './use-probe.ts';

/** What keeps the screen from being paired; a null field is the button. */
export interface PairingProblem {
  readonly field: PairingField | null;
  readonly failure: Failure;
}

export interface Pairing {
  readonly form: PairingForm;
  readonly problem: PairingProblem | null;
  readonly isPairing: boolean;
  readonly probeState: ProbeState;
  /** Who answered at the address; null before, and when nobody did. */
  readonly probe: ServerProbe | null;
  readonly change: (changes: Partial<PairingForm>) => void;
  readonly pair: () => Promise<void>;
  readonly cancel: () => void;
}

/** The form, the look at its address, and the pairing itself. What was typed outlives every failure. */
export function usePairing(): Pairing {
  const bridge = useBridge();
  const forgetStep = usePlayerStore((state) => state.forgetPairingStep);
  const pinIsSet = usePlayerStore((state) => state.snapshot?.pin.isSet ?? false);
  const [form, setForm] = usePairingForm();
  const [problem, setProblem] = useState<PairingProblem | null>(null);
  const [isPairing, setPairing] = useState(false);
  const [round, setRound] = useState(0);
  const probeState = useProbe(form.address, round);
  const probe = probeState.kind === 'answered' && probeState.result.ok ? probeState.result.value : null;
  const backToForm = (): void => {
    setPairing(false);
    forgetStep();
  };

  return {
    form,
    problem,
    isPairing,
    probeState,
    probe,
    change: (changes) => {
      setForm({ ...form, ...changes });
      setProblem(null);
    },
    pair: async () => {
      const missing = missingIn(form, probe, pinIsSet);
      setProblem(missing);
      if (missing !== null) return;
      setPairing(true);
      const paired = await bridge.call('pair', pairingRequest(form, probe, pinIsSet));
      if (paired.ok) return;
      backToForm();
      if (paired.error.code === 'cancelled') return;
      // The server may be another one than the one that was looked at.
      setRound(round + 1);
      setProblem({ field: fieldOf(paired.error), failure: paired.error });
    },
    cancel: () => {
      void bridge.call('cancel-pairing', {});
      backToForm();
    },
  };
}

/** The form begins with what a file says, or with what this screen was paired with. */
function usePairingForm(): [PairingForm, (form: PairingForm) => void] {
  const snapshot = usePlayerStore((state) => state.snapshot);
  return useState<PairingForm>(() => ({
    address: snapshot?.prefill?.address ?? snapshot?.player.serverUrl ?? '',
    hostname: firstSaid(snapshot?.prefill?.hostname, snapshot?.player.hostname, snapshot?.machineName),
    secretKind: 'code',
    code: snapshot?.prefill?.code ?? '',
    password: '',
    confirmed: null,
    plainConsent: false,
    wantsPin: false,
    pin: '',
  }));
}

function firstSaid(...texts: readonly (string | undefined)[]): string {
  return texts.find((text) => text !== undefined && text !== '') ?? '';
}
