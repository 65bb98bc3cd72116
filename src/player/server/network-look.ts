import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { waitAtMost, type Clock } from '../../shared/clock.ts';
import type { FailureCode } from '../../shared/failure-codes.ts';
import { fail, type Failure } from '../../shared/result.ts';
import { createPlainAgent } from '../trust/judged-agent.ts';
import { hostOf } from '../trust/known-server.ts';
import { isLocalHost } from '../trust/local-target.ts';
import { straightRoute, type Route } from '../trust/route.ts';
import { createHttp, type Http } from './http-call.ts';
import type { AnswerHead } from './call-failure.ts';

/** What stands between this screen and its server, other than that the server is down. */
export type NetworkObstacle =
  /** A log-in page answers in the place of others. */
  | { readonly kind: 'portal' }
  /** Every name has this address. */
  | { readonly kind: 'names-alike'; readonly address: string };

export interface NetworkQuestion {
  /** The server's address, with its scheme. */
  readonly serverUrl: string;
  /** What it could not be reached with. */
  readonly failed: FailureCode;
  /** It is known to be a DigiServer: another answer at its address is not a slip of the pen. */
  readonly isKnown: boolean;
}

/** Looks, and says nothing of this screen; null: nothing is known to stand between. Never rejects. */
export type NetworkLook = (question: NetworkQuestion) => Promise<NetworkObstacle | null>;

export interface NetworkLookDependencies {
  readonly clock: Clock;
  readonly appVersion: string;
  readonly random: () => number;
  /** Of the player: behind a proxy there is nothing to see here. */
  readonly route: Route;
  readonly lookup?: (host: string) => Promise<readonly string[]>;
  /** An address at which nobody is. */
  readonly nowhere?: string;
  /** Whether a host is no matter of the network. */
  readonly isLocal?: (host: string) => boolean;
}

const LOOK_LIMIT_MS = 3_000;
/** TEST-NET-1 (RFC 5737) is routed nowhere: who answers there answers for everybody. */
const NOWHERE = 'http://192.0.2.1/';
/** Never delegated (RFC 2606), and not held back by local resolvers as `.invalid` is. */
const NOBODY = '.example';
const NAME_LETTERS = 20;
/** The answer of somebody else, as it looks to a call. */
const FOREIGN: readonly FailureCode[] = [
  'untrusted',
  'bad-answer',
  'not-found',
  'refused',
  'certificate-mismatch',
];
const NETWORK_LOGIN = 511;

/**
 * Tells a log-in page (a captive portal) and a DNS that answers everything with one address from a server that is down: a name that
 * nobody has, an address at which nobody is, and the server's own health without encryption are asked for, once each, without any
 * credential, and nothing of the answers is kept or followed.
 */
export function createNetworkLook(dependencies: NetworkLookDependencies): NetworkLook {
  const { clock, route, random, nowhere = NOWHERE, isLocal = isLocalHost } = dependencies;
  const lookup = dependencies.lookup ?? lookUpAll;
  const look = async (question: NetworkQuestion): Promise<NetworkObstacle | null> => {
    const url = new URL(question.serverUrl);
    const host = hostOf(url.origin);
    const proxy = await route.proxyFor({ host, port: Number(url.port || 443), isSecure: true });
    if (proxy !== null || isLocal(host)) return null;
    const agent = createPlainAgent({ clock, connectTimeoutMs: LOOK_LIMIT_MS, route: straightRoute });
    const transport = { agentFor: () => agent, destroy: () => undefined };
    const userAgent = `DigiPlayer/${dependencies.appVersion}`;
    const http = createHttp({ transport, clock, userAgent, timeoutMs: LOOK_LIMIT_MS });
    try {
      const [anywhere, own, alike] = await Promise.all([
        headAt(http, new URL(nowhere)),
        headAt(http, plainHealthOf(url)),
        atMost(clock, addressOfAll(host, random, lookup)),
      ]);
      if (isInterception(anywhere) || isPortal(own, host, question)) return { kind: 'portal' };
      return alike === null ? null : { kind: 'names-alike', address: alike };
    } finally {
      agent.destroy();
    }
  };
  return (question) => look(question).catch(() => null);
}

/** A look-up cannot be given up: one that takes too long says nothing. */
async function atMost<Value>(clock: Clock, asked: Promise<Value | null>): Promise<Value | null> {
  let answer: Value | null = null;
  const answered = asked.then((value) => {
    answer = value;
  });
  await waitAtMost(clock, answered, LOOK_LIMIT_MS);
  return answer;
}

/** The obstacle as a failure with its sentence. */
export function obstacleFailure(obstacle: NetworkObstacle): Failure<'captive-portal' | 'names-all-alike'> {
  if (obstacle.kind === 'portal')
    return fail('captive-portal', 'A log-in page of this network answers in the place of the server.').error;
  const { address } = obstacle;
  return fail('names-all-alike', `This network gives every name the address ${address}.`, { address }).error;
}

async function lookUpAll(host: string): Promise<readonly string[]> {
  return (await systemLookup(host, { all: true })).map(({ address }) => address);
}

/** The address that a name which nobody has shares with the server; null: none. */
async function addressOfAll(
  host: string,
  random: () => number,
  lookup: NonNullable<NetworkLookDependencies['lookup']>,
): Promise<string | null> {
  if (isIP(host) !== 0) return null;
  const letter = (): string => String.fromCharCode(97 + Math.floor(random() * 26));
  const name = Array.from({ length: NAME_LETTERS }, letter).join('') + NOBODY;
  const none = (): readonly string[] => [];
  const [own, nobodys] = await Promise.all([lookup(host).catch(none), lookup(name).catch(none)]);
  return own.find((address) => nobodys.includes(address)) ?? null;
}

/** The server's health without encryption, where a log-in page shows itself. */
function plainHealthOf(url: URL): URL {
  const port = url.protocol === 'http:' ? url.port : '';
  const place = `http://${url.hostname}${port === '' ? '' : `:${port}`}`;
  return new URL(`${place}/api/health`);
}

/** Null where nobody answers. */
async function headAt(http: Http, url: URL): Promise<AnswerHead | null> {
  const answer = await http.stream({ method: 'GET', url }, new AbortController().signal);
  if (!answer.ok) return null;
  const { stream, status, headers } = answer.value;
  stream.on('error', () => undefined);
  stream.destroy();
  return { status, headers };
}

/** Nobody is there, so whoever says yes, or leads elsewhere, stands between. */
function isInterception(head: AnswerHead | null): boolean {
  return head !== null && ((head.status >= 200 && head.status < 400) || head.status === NETWORK_LOGIN);
}

function isPortal(head: AnswerHead | null, host: string, { failed, isKnown }: NetworkQuestion): boolean {
  if (head === null) return false;
  if (head.status === NETWORK_LOGIN) return true;
  if (head.status >= 300 && head.status < 400) return leadsElsewhere(head.headers['location'] ?? '', host);
  const isPage = head.status === 200 && (head.headers['content-type'] ?? '').includes('html');
  return isPage && isKnown && FOREIGN.includes(failed);
}

/** A server may lead to its own better name, with the path as it was asked for. */
function leadsElsewhere(location: string, host: string): boolean {
  const target = URL.parse(location, `http://${host.includes(':') ? `[${host}]` : host}/`);
  return target !== null && hostOf(target.href) !== host && !target.pathname.endsWith('/api/health');
}
