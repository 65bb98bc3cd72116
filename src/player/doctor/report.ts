import type { DoctorFinding, DoctorVerdict } from '../../shared/doctor.ts';

const MARKS: Readonly<Record<DoctorVerdict, string>> = { good: '✓', warning: '!', bad: '✗', skipped: '–' };
const NAME_WIDTH = 'permissions'.length;

/** One finding for a terminal: a mark, the check and what was found; a remedy on a line of its own. */
export function renderFinding({ check, verdict, message, remedy }: DoctorFinding): string {
  const line = `${MARKS[verdict]} ${check.padEnd(NAME_WIDTH)}  ${message}`;
  return remedy === null ? line : `${line}\n${' '.repeat(NAME_WIDTH + 4)}→ ${remedy}`;
}

/** Whether anything is wrong: 1 for the command's exit code then, else 0; warnings do not count. */
export function exitCodeOf(findings: readonly DoctorFinding[]): 0 | 1 {
  return findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0;
}
