import { hostOf } from '../trust/known-server.ts';
import { checkCertificate, plainFinding } from './check-certificate.ts';
import { checkName, lookUpName } from './check-name.ts';
import { checkPort } from './check-port.ts';
import type { DoctorDependencies } from './doctor.types.ts';
import type { Expectation } from './peer-standing.ts';
import { serverChecks, type Visit } from './visit.ts';

export interface ReachTarget {
  readonly origin: string;
  readonly expectation: Expectation;
}

/** DNS, TCP and TLS; false when nothing more may or can be said to the server, which is told then. */
export async function examineReach(
  visit: Visit,
  dependencies: DoctorDependencies,
  { origin, expectation }: ReachTarget,
): Promise<boolean> {
  const { limits } = visit;
  const url = new URL(origin);
  const host = hostOf(origin);
  const secure = url.protocol === 'https:';

  const name = await visit.attempt('dns', () => checkName(host, dependencies.lookup ?? lookUpName, limits));
  if (!visit.proceed(name)) return stop(visit, 'dns');

  const port = Number(url.port || (secure ? 443 : 80));
  const open = await visit.attempt('tcp', () => checkPort({ host, port }, limits));
  if (!visit.proceed(open)) return stop(visit, 'tcp');

  if (!secure) {
    visit.tell(plainFinding(host));
    return true;
  }
  const peer = await visit.attempt('tls', () =>
    checkCertificate({ url, expectation, secureContext: dependencies.systemContext() }, limits),
  );
  peer?.findings.forEach(visit.tell);
  return peer?.accepted === true || stop(visit, 'tls');
}

function stop(visit: Visit, after: 'dns' | 'tcp' | 'tls'): false {
  visit.skip(serverChecks, after);
  return false;
}
