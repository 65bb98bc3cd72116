/** Control characters, and those that nobody sees or that turn what stands around them: a look-alike must not look alike. */
const UNSHOWABLE =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u001f\u007f-\u009f\u00ad\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/g;

/**
 * The name of a network as it can be shown: its bytes as UTF-8, each character that cannot be seen and each byte that is none as
 * `\uFFFD`. Empty only where there is no byte.
 */
export function ssidName(ssid: string): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(ssid, 'hex'));
  const shown = text.replace(UNSHOWABLE, '\uFFFD');
  // Blanks at an end are not seen, and make another network of it.
  return shown.replace(/^ | $/g, '\u2423');
}

/** The name that somebody typed as its bytes in hexadecimal digits. */
export function ssidOf(name: string): string {
  return Buffer.from(name, 'utf8').toString('hex').toUpperCase();
}
