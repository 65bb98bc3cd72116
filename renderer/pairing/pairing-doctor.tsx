import { useEffect, useRef, type ReactNode } from 'react';
import { DoctorReport } from '../ui/doctor-report.tsx';
import { useDoctor } from '../ui/use-doctor.ts';
import { useI18n } from '../ui/use-i18n.ts';

interface PairingDoctorProps {
  /** What is typed in the form; null: the server in use, if any. */
  readonly address: string | null;
  readonly onBack: () => void;
}

/** The connection doctor in place of the form, which keeps what was typed. */
export function PairingDoctor({ address, onBack }: PairingDoctorProps): ReactNode {
  const i18n = useI18n();
  const { state, run } = useDoctor();
  const back = useRef<HTMLButtonElement>(null);
  const first = useRef(() => {
    run(address);
  });
  useEffect(() => {
    back.current?.focus();
    first.current();
  }, []);
  return (
    <main className="doctor-page">
      <header className="doctor-head">
        <div>
          <h1>{i18n.text('doctor.title')}</h1>
          <p className="quiet">{address ?? i18n.text('doctor.explain')}</p>
        </div>
        <div className="pairing-buttons">
          <button
            type="button"
            className="button"
            disabled={state.kind === 'looking'}
            onClick={() => {
              run(address);
            }}
          >
            {i18n.text('doctor.again')}
          </button>
          <button ref={back} type="button" className="button" onClick={onBack}>
            {i18n.text('common.back')}
          </button>
        </div>
      </header>
      <div
        className="scroller doctor-findings"
        tabIndex={0}
        role="region"
        aria-label={i18n.text('doctor.title')}
      >
        <DoctorReport state={state} />
      </div>
    </main>
  );
}
