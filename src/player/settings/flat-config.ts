import { withoutTrailing } from '../../shared/without-trailing.ts';

/**
 * The predecessor's flat file says in three keys what the player keeps in one, and names a folder where the player wants
 * a file (docs/server-contract.md, Local configuration, 3). These are brought into the player's own keys; all others pass.
 */
export function joinFlatKeys(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { server_ip: host, port, use_https: useHttps, logs_folder: logsFolder, ...others } = flat;
  const joined: Record<string, unknown> = { ...others };
  if (isWritten(host)) joined['server_url'] = flatServerUrl(host, port, useHttps);
  if (isWritten(logsFolder)) joined['log_file'] = `${withoutTrailing(String(logsFolder), '\\/')}/player.log`;
  return joined;
}

/** The keys that {@link joinFlatKeys} takes together, under the key that they become. */
export const joinedFlatKeys: Readonly<Record<string, string>> = {
  server_url: 'server_ip, port, use_https',
  log_file: 'logs_folder',
};

/**
 * `server_ip` may be an address with its own scheme. Where `use_https` is missing, a port other than 443 and 8443 says
 * http, as it did for the predecessor, whose first servers spoke nothing else; without a port it is https.
 */
function flatServerUrl(host: string | number, port: unknown, useHttps: unknown): string {
  const address = withoutTrailing(String(host).trim(), '/');
  if (/^https?:\/\//i.test(address)) return withPort(address, port);
  const scheme = saysHttps(useHttps, port) ? 'https' : 'http';
  return withPort(`${scheme}://${address}`, port);
}

function saysHttps(useHttps: unknown, port: unknown): boolean {
  if (isWritten(useHttps) || typeof useHttps === 'boolean') {
    return !['false', 'no', 'off', '0'].includes(String(useHttps).trim().toLowerCase());
  }
  return !isWritten(port) || ['443', '8443'].includes(String(port).trim());
}

function withPort(address: string, port: unknown): string {
  const alreadyThere = /^https?:\/\/(?:[^/:]+|\[[^\]]*\]):\d+/i.test(address);
  if (!isWritten(port) || alreadyThere) return address;
  return address.replace(/^(https?:\/\/[^/]+)/i, `$1:${String(port).trim()}`);
}

function isWritten(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
}
