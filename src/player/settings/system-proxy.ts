import { BlockList, isIP } from 'node:net';
import { readProxyUrl, type WrittenProxy } from './proxy-url.ts';

/** What the variables of the system say, as curl and most other programs read them. */
export interface SystemProxies {
  readonly https: WrittenProxy | null;
  readonly http: WrittenProxy | null;
  /** Whether a host is reached without. */
  readonly isExcepted: (host: string, port: number) => boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const LONGEST_EXCEPTIONS = 4_096;
const MOST_EXCEPTIONS = 200;

/** Reads `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in small letters first. */
export function readSystemProxies(environment: Environment): SystemProxies {
  const said = (name: string): string =>
    [environment[name], environment[name.toUpperCase()]].find((text) => (text ?? '') !== '') ?? '';
  const all = readProxyUrl(said('all_proxy'));
  return {
    https: readProxyUrl(said('https_proxy')) ?? all,
    http: readProxyUrl(said('http_proxy')) ?? all,
    isExcepted: readExceptions(said('no_proxy')),
  };
}

/** `*`; a name, which means what lies under it too; an address; a network (`10.0.0.0/8`); each perhaps with a port. */
function readExceptions(text: string): SystemProxies['isExcepted'] {
  const words = text
    .slice(0, LONGEST_EXCEPTIONS)
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const rules = words.slice(0, MOST_EXCEPTIONS).map(readException);
  return (host, port) => rules.some((fits) => fits(host.toLowerCase(), port));
}

function readException(word: string): SystemProxies['isExcepted'] {
  if (word === '*') return () => true;
  const network = networkOf(word);
  if (network !== null) return (host) => isIP(host) !== 0 && network.check(host, familyOf(host));
  const { host: written, port } = placeOf(word);
  const name = written.replace(/^\*?\./, '');
  if (name === '') return () => false;
  return (host, asked) =>
    (port === undefined || port === asked) && (host === name || host.endsWith(`.${name}`));
}

/** The host without brackets, and its port where one is written. */
function placeOf(word: string): { readonly host: string; readonly port: number | undefined } {
  const bare = word.replace(/[[\]]/g, '');
  if (!word.startsWith('[') && isIP(bare) !== 0) return { host: bare, port: undefined };
  const colon = word.lastIndexOf(':');
  const digits = colon === -1 ? '' : word.slice(colon + 1);
  if (!/^\d{1,5}$/.test(digits)) return { host: bare, port: undefined };
  return { host: word.slice(0, colon).replace(/[[\]]/g, ''), port: Number(digits) };
}

function networkOf(word: string): BlockList | null {
  const [address = '', bits] = word.split('/');
  if (bits === undefined || isIP(address) === 0) return null;
  const list = new BlockList();
  try {
    list.addSubnet(address, Number(bits), familyOf(address));
    return list;
  } catch {
    return null;
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
