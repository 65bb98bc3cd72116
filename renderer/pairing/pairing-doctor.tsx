import { useEffect, useRef, type ReactNode } from 'react';
import type { DoctorFinding } from '../../src/shared/doctor.ts';
import { recommendedAction, type ActionButton } from '../ui/doctor-actions.ts';
import { DoctorReport } from '../ui/doctor-report.tsx';
import type { I18n } from '../ui/i18n.ts';
import { useDoctor } from '../ui/use-doctor.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { likelyAddresses } from './likely-addresses.ts';
import { PageInPlace } from './page-in-place.tsx';

interface PairingDoctorProps {
  /** What is typed in the form; null: the server in use, if any. */
  readonly address: string | null;
  /** Back to the form, which keeps what was typed. */
  readonly onBack: () => void;
  /** Back to the form, with another address in it. */
  readonly onAddress: (address: string) => void;
}

/** The connection doctor in place of the form, which keeps what was typed. */
export function PairingDoctor({ address, onBack, onAddress }: PairingDoctorProps): ReactNode {
  const i18n = useI18n();
  const { state, run } = useDoctor();
  const first = useRef(() => {
    run(address);
  });
  useEffect(() => {
    first.current();
  }, []);
  const again = (): void => {
    run(address);
  };
  return (
    <PageInPlace
      title={i18n.text('doctor.title')}
      explain={address ?? i18n.text('doctor.explain')}
      onBack={onBack}
      className="doctor-findings"
      buttons={
        <button type="button" className="button" disabled={state.kind === 'looking'} onClick={again}>
          {i18n.text('doctor.again')}
        </button>
      }
    >
      <DoctorReport
        state={state}
        actionsFor={(finding) => actionsHere(finding, { i18n, address, again, onBack, onAddress })}
      />
    </PageInPlace>
  );
}

interface WaysOn extends PairingDoctorProps {
  readonly i18n: I18n;
  readonly again: () => void;
}

/** What can be done before there is a server: another address, another look, or on with the form. */
function actionsHere(
  { code }: DoctorFinding,
  { i18n, address, again, onBack, onAddress }: WaysOn,
): readonly ActionButton[] {
  switch (recommendedAction(code)) {
    case 'address':
      return likelyAddresses(address ?? '', failureLike(code)).map((likely) => ({
        label: i18n.text('pairing.try', { address: likely }),
        onDo: () => {
          onAddress(likely);
        },
      }));
    case 'again':
      return [{ label: i18n.text('doctor.again'), onDo: again }];
    case 'compare':
      return [{ label: i18n.text('doctor.compare'), onDo: onBack }];
    case null:
    case 'pair':
    case 'restart':
    case 'storage':
      return [];
  }
}

/** The failure of the form's own look that a finding stands for. */
function failureLike(code: DoctorFinding['code']): string {
  if (code === 'tcp-refused') return 'port-refused';
  if (code === 'tls-key-usage') return 'key-usage-refused';
  if (code === 'tls-nothing-in-common') return 'nothing-in-common';
  return code === 'tls-not-spoken' ? 'speaks-http' : 'not-a-digiserver';
}
