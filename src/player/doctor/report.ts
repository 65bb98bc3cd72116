import type { DoctorFinding, DoctorVerdict } from '../../shared/doctor.ts';

const MARKS: Readonly<Record<DoctorVerdict, string>> = { good: '✓', warning: '!', bad: '✗', skipped: '–' };
const NAME_WIDTH = 'permissions'.length;

/** The findings as lines for a terminal: a mark, the check and what was found; a remedy on a line of its own; a sum at the end. */
export function renderDoctorReport(findings: readonly DoctorFinding[]): string {
  return `${[...findings.map(renderFinding), '', summaryOf(findings)].join('\n')}\n`;
}

/** One finding as renderDoctorReport writes it, for a terminal that shows each as soon as it is there. */
export function renderFinding({ check, verdict, message, remedy }: DoctorFinding): string {
  const line = `${MARKS[verdict]} ${check.padEnd(NAME_WIDTH)}  ${message}`;
  return remedy === null ? line : `${line}\n${' '.repeat(NAME_WIDTH + 4)}→ ${remedy}`;
}

/** Whether anything is wrong: 1 for the command's exit code then, else 0; warnings do not count. */
export function exitCodeOf(findings: readonly DoctorFinding[]): 0 | 1 {
  return findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
}

function summaryOf(findings: readonly DoctorFinding[]): string {
  const count = (verdict: DoctorVerdict): number => findings.filter((one) => one.verdict === verdict).length;
  const [bad, warnings] = [count('bad'), count('warning')];
  if (bad === 0 && warnings === 0) return 'Nothing is wrong.';
  const parts = [
    ...(bad === 0 ? [] : [`${bad} ${bad === 1 ? 'thing is' : 'things are'} wrong`]),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'thing deserves' : 'things deserve'} a look`]),
  ];
  return `${parts.join(', ')}.`;
}
