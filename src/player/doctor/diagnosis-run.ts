import { finding, skippedAfter } from './finding.ts';
import type { DiagnoseOptions, DoctorDependencies } from './doctor.types.ts';
import { describeThrown } from '../../shared/result.ts';
import { doctorChecks, type DoctorCheck, type DoctorFinding } from '../../shared/doctor.ts';
import type { CheckLimits } from './within.ts';

const LONGEST_CHECK_MS = 10_000;

/** One run of the doctor: what was told so far, and how long each check may take. */
export interface DiagnosisRun {
  readonly limits: CheckLimits;
  readonly findings: readonly DoctorFinding[];
  readonly add: (finding: DoctorFinding) => void;
  /** Tells what a check found; false when the checks after it have no ground. Null: the check itself failed, which is told already. */
  addAndContinue(finding: DoctorFinding | null): boolean;
  /** Runs a check; one that throws is told as `check-failed`, and answers null. */
  runCheck<Value>(check: DoctorCheck, work: () => Promise<Value>): Promise<Value | null>;
  /** Tells that every one of `checks` of which nothing was told is skipped, since `after` failed. */
  skip(checks: readonly DoctorCheck[], after: DoctorCheck): void;
}

/** The checks that need a server. */
export const serverChecks = doctorChecks.slice(0, doctorChecks.indexOf('disk'));

export function createDiagnosisRun(
  { clock, settings, timeoutMs }: DoctorDependencies,
  { onFinding }: DiagnoseOptions,
): DiagnosisRun {
  const findings: DoctorFinding[] = [];
  const add = (found: DoctorFinding): void => {
    findings.push(found);
    onFinding?.(found);
  };
  const usualMs = Math.min(LONGEST_CHECK_MS, settings.requestTimeoutSeconds * 1000);
  return {
    limits: { clock, timeoutMs: timeoutMs ?? usualMs },
    findings,
    add,
    addAndContinue: (found) => {
      if (found === null) return false;
      add(found);
      return found.verdict !== 'bad';
    },
    runCheck: async (check, work) => {
      try {
        return await work();
      } catch (thrown) {
        add(checkFailed(check, describeThrown(thrown)));
        return null;
      }
    },
    skip: (checks, after) => {
      const told = new Set(findings.map(({ check }) => check));
      for (const check of checks) {
        if (!told.has(check)) add(skippedAfter(check, after));
      }
    },
  };
}

function checkFailed(check: DoctorCheck, reason: string): DoctorFinding {
  return finding(check, 'bad', 'check-failed', {
    message: `This could not be looked at: ${reason}.`,
    remedy: 'Look into the log of the player and of the system.',
    params: { reason },
  });
}
