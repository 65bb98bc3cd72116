import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { finding } from './finding.ts';
import { within, type CheckLimits } from './within.ts';

export type LookUp = (host: string) => Promise<readonly LookupAddress[]>;

/** As every connection of the player looks names up: through the system, with its hosts file. */
export const lookUpName: LookUp = (host) => systemLookup(host, { all: true });

/** Whether the host's name leads anywhere. */
export async function checkName(host: string, lookup: LookUp, limits: CheckLimits): Promise<DoctorFinding> {
  if (isIP(host) !== 0) {
    return finding('dns', 'good', 'dns-literal', {
      message: `${host} is an IP address, so no name has to be looked up.`,
      params: { host },
    });
  }
  const ended = await within(limits, () => lookup(host).catch((thrown: unknown) => codeOf(thrown)));
  if (ended.kind === 'timed-out') return nameServerSilent(host, 'dns-timed-out');
  if (typeof ended.value === 'string') {
    return ended.value === 'EAI_AGAIN' || ended.value === 'ETIMEOUT'
      ? nameServerSilent(host, 'dns-no-answer')
      : notFound(host);
  }
  const addresses = ended.value.map(({ address }) => address).join(', ');
  if (addresses === '') return notFound(host);
  return finding('dns', 'good', 'dns-found', {
    message: `${host} is ${addresses}.`,
    params: { host, addresses },
  });
}

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? 'unknown';
}

function notFound(host: string): DoctorFinding {
  return finding('dns', 'bad', 'dns-not-found', {
    message: `No address is known for the name ${host}.`,
    remedy: 'Check the spelling, ask for the name to be entered in DNS, or use the IP address of the server.',
    params: { host },
  });
}

function nameServerSilent(host: string, code: 'dns-timed-out' | 'dns-no-answer'): DoctorFinding {
  return finding('dns', 'bad', code, {
    message: `No name server answered when ${host} was looked up.`,
    remedy:
      "Check the network cable or Wi-Fi and the machine's DNS setting, or use the IP address of the server.",
    params: { host },
  });
}
