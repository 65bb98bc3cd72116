import { mendAddress } from '../../src/shared/mend-address.ts';

/** Where a DigiServer listens when it does not stand behind a web server at a standard port. */
const LIKELY_PORTS = ['5000', '8443'];

/** What may be meant by an address at which looking failed with `code`, likeliest first; each is tried by one tap. */
export function likelyAddresses(written: string, code: string): readonly string[] {
  const mended = mendAddress(written);
  const scheme = /^https?:\/\//i.exec(mended)?.[0] ?? '';
  const authority = mended.slice(scheme.length).split(/[/?#]/, 1)[0] ?? '';
  const [, host = '', port = ''] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(authority) ?? [];
  if (host === '') return [];
  const place = port === '' ? host : `${host}:${port}`;
  const otherPorts = LIKELY_PORTS.filter((one) => one !== port).map((one) => `${host}:${one}`);
  switch (code) {
    case 'port-refused':
    case 'not-a-digiserver':
      return port === '' ? otherPorts : [host, ...otherPorts];
    case 'speaks-https':
      return [`https://${place}`];
    case 'speaks-http':
      return [`http://${place}`, ...otherPorts];
    default:
      return [];
  }
}
