import type { DoctorCheck, DoctorFinding } from '../../shared/doctor.ts';
import type { ProxyCode } from '../../shared/failure-codes.ts';
import { finding, type FindingText } from './finding.ts';

const CHECK_THE_SETTING = 'Check the address of the proxy, and the network cable or Wi-Fi of this screen.';
const ASK_FOR_THE_SIGN_IN = 'Ask whoever runs the proxy for a user and a password, and enter them.';

const texts: Readonly<Record<ProxyCode, FindingText>> = {
  'proxy-unreachable': { message: 'The proxy itself cannot be reached.', remedy: CHECK_THE_SETTING },
  'proxy-silent': {
    message: 'The proxy took the connection, but did not open the way to the server in time.',
    remedy: 'Check that the server runs, and that the proxy is not overloaded.',
  },
  'proxy-sign-in': { message: 'The proxy wants a user and a password.', remedy: ASK_FOR_THE_SIGN_IN },
  'proxy-wrong-password': {
    message: 'The proxy does not accept the user and the password that this screen has.',
    remedy: ASK_FOR_THE_SIGN_IN,
  },
  'proxy-refused': {
    message: 'The proxy does not let this screen to the address and port of the server.',
    remedy: 'Ask whoever runs the proxy to allow CONNECT to them.',
  },
  'proxy-no-way': {
    message: 'The proxy works, but cannot reach the server.',
    remedy: 'Check the address of the server, and that it runs.',
  },
  'proxy-bad-answer': {
    message: 'What answers at the address of the proxy does not answer as one.',
    remedy: 'Check its address and port: a web page, a log-in page or another program may be there.',
  },
};

/** Why there is no way through the proxy. */
export function proxyFinding(check: DoctorCheck, code: ProxyCode): DoctorFinding {
  return finding(check, 'bad', code, texts[code]);
}

/** Connections go straight. */
export function noProxy(): DoctorFinding {
  return finding('proxy', 'good', 'proxy-none', { message: 'No proxy is used for this server.' });
}

/** The proxy opened the way to the server. */
export function proxyWorks(proxy: string, milliseconds: number): DoctorFinding {
  return finding('proxy', 'good', 'proxy-good', {
    message: `The proxy ${proxy} opens the way to the server (${milliseconds} ms).`,
    params: { proxy, milliseconds },
  });
}

/** Nobody here looks the name up. */
export function nameByProxy(host: string): DoctorFinding {
  return finding('dns', 'good', 'dns-by-proxy', {
    message: `The proxy looks ${host} up.`,
    params: { host },
  });
}

/** The tunnel is the port. */
export function portByProxy(host: string, port: number): DoctorFinding {
  return finding('tcp', 'good', 'tcp-by-proxy', {
    message: `Port ${port} of ${host} is open behind the proxy.`,
    params: { host, port },
  });
}
