import { hostOf } from '../trust/known-server.ts';
import { checkCertificate, plainFinding } from './check-certificate.ts';
import { checkName, lookUpName } from './check-name.ts';
import { checkPort } from './check-port.ts';
import { checkProxy } from './check-proxy.ts';
import type { DoctorDependencies } from './doctor.types.ts';
import type { Expectation } from './certificate-verdict.ts';
import { nameByProxy, portByProxy } from './proxy-findings.ts';
import { serverChecks, type DiagnosisRun } from './diagnosis-run.ts';

export interface ReachTarget {
  readonly origin: string;
  readonly expectation: Expectation;
}

/** Proxy, DNS, TCP and TLS; false when nothing more may or can be said to the server, which is told then. */
export async function examineReach(
  run: DiagnosisRun,
  dependencies: DoctorDependencies,
  { origin, expectation }: ReachTarget,
): Promise<boolean> {
  const { limits } = run;
  const { route } = dependencies;
  const url = new URL(origin);
  const host = hostOf(origin);
  const secure = url.protocol === 'https:';
  const port = Number(url.port || (secure ? 443 : 80));

  const proxy = await run.runCheck('proxy', () =>
    checkProxy({ host, port, isSecure: secure }, route, limits),
  );
  if (!run.addAndContinue(proxy?.finding ?? null)) return stop(run, 'proxy');
  if (proxy?.isUsed === true) {
    run.add(nameByProxy(host));
    run.add(portByProxy(host, port));
  } else {
    const lookup = dependencies.lookup ?? lookUpName;
    const name = await run.runCheck('dns', () => checkName(host, lookup, limits));
    if (!run.addAndContinue(name)) return stop(run, 'dns');
    const open = await run.runCheck('tcp', () => checkPort({ host, port }, limits));
    if (!run.addAndContinue(open)) return stop(run, 'tcp');
  }

  if (!secure) {
    run.add(plainFinding(host));
    return true;
  }
  const peer = await run.runCheck('tls', () =>
    checkCertificate({ url, expectation, secureContext: dependencies.systemContext(), route }, limits),
  );
  peer?.findings.forEach(run.add);
  return peer?.accepted === true || stop(run, 'tls');
}

function stop(run: DiagnosisRun, after: 'proxy' | 'dns' | 'tcp' | 'tls'): false {
  run.skip(serverChecks, after);
  return false;
}
