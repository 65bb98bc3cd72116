import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { DoctorFinding, DoctorVerdict } from '../../src/shared/doctor.ts';
import type { ActionButton } from './doctor-actions.ts';
import { Icon, type IconName } from './icon.tsx';
import { scrollToTop } from './scroll-to-top.ts';
import type { DoctorState } from './use-doctor.ts';
import { useI18n } from './use-i18n.ts';

const icons: Readonly<Record<DoctorVerdict, IconName>> = {
  good: 'tick',
  warning: 'warning',
  bad: 'cross',
  skipped: 'skipped',
};

/** What can be done here about a finding; empty where it is to be done elsewhere. */
type ActionsFor = (finding: DoctorFinding) => readonly ActionButton[];

/** What the connection doctor found: the verdict, then check by check, the first that failed opened with what to do. */
export function DoctorReport({
  state,
  actionsFor,
}: {
  readonly state: DoctorState;
  readonly actionsFor: ActionsFor;
}): ReactNode {
  const i18n = useI18n();
  return (
    <div className="doctor-report" role="status">
      {state.kind === 'looking' && <p className="busy">{i18n.text('doctor.running')}</p>}
      {state.kind === 'answered' && !state.result.ok && (
        <p className="error">{i18n.failure(state.result.error)}</p>
      )}
      {state.kind === 'answered' && state.result.ok && (
        <Findings findings={state.result.value} actionsFor={actionsFor} />
      )}
    </div>
  );
}

function Findings({
  findings,
  actionsFor,
}: {
  readonly findings: readonly DoctorFinding[];
  readonly actionsFor: ActionsFor;
}): ReactNode {
  const i18n = useI18n();
  const verdict = verdictOf(findings);
  const element = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (element.current !== null) scrollToTop(element.current);
  }, []);
  const worst = findings.find((finding) => finding.verdict === verdict && verdict !== 'good');
  return (
    <>
      <p ref={element} className={`doctor-verdict is-${verdict}`}>
        <Icon name={icons[verdict]} />
        {i18n.text(`doctor.found.${verdict}`)}
      </p>
      <ul className="findings">
        {findings.map((finding) => (
          <Finding
            key={`${finding.check} ${finding.code}`}
            finding={finding}
            beginsOpen={finding === worst}
            actions={actionsFor(finding)}
          />
        ))}
      </ul>
    </>
  );
}

function Finding({
  finding,
  beginsOpen,
  actions,
}: {
  readonly finding: DoctorFinding;
  readonly beginsOpen: boolean;
  readonly actions: readonly ActionButton[];
}): ReactNode {
  const i18n = useI18n();
  const id = useId();
  const [isOpen, setOpen] = useState(beginsOpen);
  const { message, remedy } = i18n.finding(finding);
  return (
    <li className={`finding is-${finding.verdict}`}>
      <button
        type="button"
        className="finding-head"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <Icon name={icons[finding.verdict]} />
        <strong>{i18n.text(`doctor.check.${finding.check}`)}</strong>
        <span className="only-read-out">: </span>
        <span className="finding-verdict">{i18n.text(`doctor.verdict.${finding.verdict}`)}</span>
      </button>
      <div id={id} className="finding-words" hidden={!isOpen}>
        <p>{message}</p>
        {remedy !== null && <p className="remedy">{remedy}</p>}
        {actions.length > 0 && (
          <div className="finding-actions">
            {actions.map(({ label, onDo }) => (
              <button key={label} type="button" className="button is-small" onClick={onDo}>
                {label}
              </button>
            ))}
          </div>
        )}
      </div>
    </li>
  );
}

function verdictOf(findings: readonly DoctorFinding[]): 'bad' | 'warning' | 'good' {
  if (findings.some(({ verdict }) => verdict === 'bad')) return 'bad';
  return findings.some(({ verdict }) => verdict === 'warning') ? 'warning' : 'good';
}
