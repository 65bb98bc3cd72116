import type { ReactNode } from 'react';
import type { DoctorFinding, DoctorVerdict } from '../../src/shared/doctor.ts';
import { Icon, type IconName } from './icon.tsx';
import type { DoctorState } from './use-doctor.ts';
import { useI18n } from './use-i18n.ts';

const icons: Readonly<Record<DoctorVerdict, IconName>> = {
  good: 'tick',
  warning: 'warning',
  bad: 'cross',
  skipped: 'skipped',
};

/** What the connection doctor found, check by check, each with what to do about it. */
export function DoctorReport({ state }: { readonly state: DoctorState }): ReactNode {
  const i18n = useI18n();
  return (
    <div role="status">
      {state.kind === 'looking' && <p className="busy">{i18n.text('doctor.running')}</p>}
      {state.kind === 'answered' && !state.result.ok && (
        <p className="error">{i18n.failure(state.result.error)}</p>
      )}
      {state.kind === 'answered' && state.result.ok && (
        <>
          <p className="lead doctor-verdict">{i18n.text(verdictOf(state.result.value))}</p>
          <ul className="findings">
            {state.result.value.map((finding) => (
              <Finding key={`${finding.check} ${finding.code}`} finding={finding} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Finding({ finding }: { readonly finding: DoctorFinding }): ReactNode {
  const i18n = useI18n();
  const { message, remedy } = i18n.finding(finding);
  return (
    <li className={`is-${finding.verdict}`}>
      <Icon name={icons[finding.verdict]} />
      <strong>
        {i18n.text(`doctor.check.${finding.check}`)}
        <span className="only-read-out">: {i18n.text(`doctor.verdict.${finding.verdict}`)}</span>
      </strong>
      <p>{message}</p>
      {remedy !== null && <p className="remedy">{remedy}</p>}
    </li>
  );
}

function verdictOf(findings: readonly DoctorFinding[]): `doctor.found.${'bad' | 'warning' | 'good'}` {
  if (findings.some(({ verdict }) => verdict === 'bad')) return 'doctor.found.bad';
  return findings.some(({ verdict }) => verdict === 'warning') ? 'doctor.found.warning' : 'doctor.found.good';
}
