/** A list of more bytes than this is no list of a stream. */
export const MOST_MANIFEST_BYTES = 2_097_152;

/** The address in an attribute of a tag: a key, an initial part, another rendition. */
const URI_ATTRIBUTE = /\bURI="([^"]*)"/g;
/** What nobody answers. */
const NOWHERE = '/stream/nowhere';

/** Whether bytes begin as the list of an HLS stream does. */
export function isManifest(head: Uint8Array): boolean {
  return new TextDecoder().decode(head.subarray(0, 16)).startsWith('#EXTM3U');
}

/**
 * The list of an HLS stream that was read at `base`, with each address in it replaced by what `pathOf` makes of its absolute
 * form. One that is neither http nor https leads nowhere. Pure; as long as its text.
 */
export function rewriteManifest(text: string, base: string, pathOf: (address: string) => string): string {
  const replaced = (written: string): string => {
    const address = URL.parse(written.trim(), base);
    const isWeb = address !== null && (address.protocol === 'https:' || address.protocol === 'http:');
    return isWeb ? pathOf(address.href) : NOWHERE;
  };
  return text
    .split(/\r?\n/)
    .map((line) => {
      if (line.trim() === '') return line;
      if (!line.startsWith('#')) return replaced(line);
      return line.replace(URI_ATTRIBUTE, (_match, written: string) => `URI="${replaced(written)}"`);
    })
    .join('\n');
}
