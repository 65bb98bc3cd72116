import { hostOf } from '../trust/known-server.ts';
import { checkCertificate, plainFinding } from './check-certificate.ts';
import { checkName, lookUpName } from './check-name.ts';
import { checkPort } from './check-port.ts';
import type { DoctorDependencies } from './doctor.types.ts';
import type { Expectation } from './certificate-verdict.ts';
import { serverChecks, type DiagnosisRun } from './diagnosis-run.ts';

export interface ReachTarget {
  readonly origin: string;
  readonly expectation: Expectation;
}

/** DNS, TCP and TLS; false when nothing more may or can be said to the server, which is told then. */
export async function examineReach(
  run: DiagnosisRun,
  dependencies: DoctorDependencies,
  { origin, expectation }: ReachTarget,
): Promise<boolean> {
  const { limits } = run;
  const url = new URL(origin);
  const host = hostOf(origin);
  const secure = url.protocol === 'https:';

  const name = await run.runCheck('dns', () => checkName(host, dependencies.lookup ?? lookUpName, limits));
  if (!run.addAndContinue(name)) return stop(run, 'dns');

  const port = Number(url.port || (secure ? 443 : 80));
  const open = await run.runCheck('tcp', () => checkPort({ host, port }, limits));
  if (!run.addAndContinue(open)) return stop(run, 'tcp');

  if (!secure) {
    run.add(plainFinding(host));
    return true;
  }
  const peer = await run.runCheck('tls', () =>
    checkCertificate({ url, expectation, secureContext: dependencies.systemContext() }, limits),
  );
  peer?.findings.forEach(run.add);
  return peer?.accepted === true || stop(run, 'tls');
}

function stop(run: DiagnosisRun, after: 'dns' | 'tcp' | 'tls'): false {
  run.skip(serverChecks, after);
  return false;
}
