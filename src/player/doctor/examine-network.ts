import type { DoctorCheck, DoctorCode, DoctorFinding } from '../../shared/doctor.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import type { NetworkLook, NetworkObstacle } from '../server/network-look.ts';
import type { DiagnosisRun } from './diagnosis-run.ts';
import { finding } from './finding.ts';

/** The checks in which something that stands between shows itself. */
const SHOWN_IN: readonly DoctorCheck[] = ['dns', 'tcp', 'tls', 'health'];
/** Somebody answered, and it was not the server. */
const FOREIGN: readonly DoctorCode[] = [
  ...(['tls-refused', 'tls-fingerprint-differs', 'tls-not-trusted', 'call-untrusted'] as const),
  ...(['call-not-found', 'call-refused', 'call-bad-answer'] as const),
];

/** Where the server was not reached: says whether a log-in page or a wrong address stands between. */
export async function examineNetwork(
  run: DiagnosisRun,
  look: NetworkLook,
  serverUrl: string,
  isKnown: boolean,
): Promise<void> {
  const bad = run.findings.find(({ check, verdict }) => verdict === 'bad' && SHOWN_IN.includes(check));
  if (bad === undefined) return;
  const failed: FailureCode = FOREIGN.includes(bad.code) ? 'bad-answer' : 'offline';
  const obstacle = await run.runCheck(bad.check, () => look({ serverUrl, failed, isKnown }));
  if (obstacle !== null) run.add(obstacleFinding(bad.check, obstacle));
}

function obstacleFinding(check: DoctorCheck, obstacle: NetworkObstacle): DoctorFinding {
  if (obstacle.kind === 'portal') {
    return finding(check, 'bad', 'network-portal', {
      message: 'A log-in page of this network answers in the place of the server.',
      remedy: 'Log in to the network, or have this screen let through without.',
    });
  }
  const { address } = obstacle;
  return finding(check, 'bad', 'network-names-alike', {
    message: `This network gives every name the same address, ${address}.`,
    remedy: 'Have its DNS put right, or use the IP address of the server.',
    params: { address },
  });
}
