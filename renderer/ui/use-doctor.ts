import { useRef, useState } from 'react';
import type { DoctorFinding } from '../../src/shared/doctor.ts';
import type { Result } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';

export type DoctorState =
  | { readonly kind: 'none' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'answered'; readonly result: Result<readonly DoctorFinding[]> };

export interface Doctor {
  readonly state: DoctorState;
  /** Looks at the server at this address; null: at the one in use. The answer to an older question is dropped. */
  readonly run: (address: string | null) => void;
}

/** Runs the connection doctor and keeps what it found. */
export function useDoctor(): Doctor {
  const bridge = useBridge();
  const [state, setState] = useState<DoctorState>({ kind: 'none' });
  const run = useRef(0);
  return {
    state,
    run: (address) => {
      run.current += 1;
      const own = run.current;
      setState({ kind: 'looking' });
      void bridge.call('run-doctor', { address }).then((result) => {
        if (own === run.current) setState({ kind: 'answered', result });
      });
    },
  };
}
