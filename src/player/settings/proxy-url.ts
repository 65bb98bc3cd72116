/** Who the player is to its proxy. */
export interface ProxySignIn {
  readonly user: string;
  readonly password: string;
}

export interface WrittenProxy {
  /** `http://HOST:PORT`: all that is kept in the open. */
  readonly url: string;
  /** Null: the address names none. */
  readonly signIn: ProxySignIn | null;
}

/** The setting's word for what the variables of the system say. */
export const SYSTEM_PROXY = 'system';
const LONGEST_ADDRESS = 4_096;
const LONGEST_USER = 255;
const LONGEST_PASSWORD = 1_024;

/**
 * Takes the address of a proxy apart as a person writes it: `proxy:3128`, `http://proxy:3128`, `http://user:password@proxy:3128`.
 * Without a port it is 80. A password may hold anything, written as it is or as in an address (`%40`). Null: it is none, such as
 * one of another kind than http.
 */
export function readProxyUrl(text: string): WrittenProxy | null {
  const written = text.trim();
  if (written.length > LONGEST_ADDRESS || written.toLowerCase() === SYSTEM_PROXY) return null;
  const rest = /^http:\/\//i.test(written) ? written.slice('http://'.length) : written;
  // From the right: a password may hold the sign that ends it.
  const at = rest.lastIndexOf('@');
  const url = bareUrl(rest.slice(at + 1));
  if (url === null) return null;
  if (at === -1) return { url, signIn: null };
  const signIn = readSignIn(rest.slice(0, at));
  return signIn === null ? null : { url, signIn };
}

/** The address with its sign-in, as {@link readProxyUrl} reads it back. */
export function writeProxyUrl({ url, signIn }: WrittenProxy): string {
  if (signIn === null) return url;
  const [user, password] = [signIn.user, signIn.password].map(encodeURIComponent);
  return url.replace('//', `//${user}:${password}@`);
}

function bareUrl(place: string): string | null {
  if (!/^[^\s/\\?#@]+\/?$/.test(place)) return null;
  const url = URL.parse(`http://${place}`);
  if (url === null || url.hostname === '') return null;
  return `http://${url.hostname}:${url.port === '' ? '80' : url.port}`;
}

function readSignIn(written: string): ProxySignIn | null {
  const colon = written.indexOf(':');
  const user = decoded(colon === -1 ? written : written.slice(0, colon));
  const password = colon === -1 ? '' : decoded(written.slice(colon + 1));
  return isSignIn({ user, password }) ? { user, password } : null;
}

/** Whether a proxy can be told these: Basic knows no colon in a name (RFC 7617), and nothing unseen. */
export function isSignIn({ user, password }: ProxySignIn): boolean {
  const fits = user.length <= LONGEST_USER && password.length <= LONGEST_PASSWORD;
  return fits && user !== '' && !user.includes(':') && !/\p{Cc}/u.test(user + password);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
