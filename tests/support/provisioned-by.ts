/** The environment of a player that pairs by itself with the server at `serverUrl`, whose own certificate it takes. */
export function provisionedBy(
  serverUrl: string,
  hostname: string,
  code: string,
): Readonly<Record<string, string>> {
  return {
    DIGIPLAYER_SERVER_URL: serverUrl,
    DIGIPLAYER_HOSTNAME: hostname,
    DIGIPLAYER_QUICKCONNECT_CODE: code,
    DIGIPLAYER_USE_SERVER_CERTIFICATE: 'true',
  };
}
