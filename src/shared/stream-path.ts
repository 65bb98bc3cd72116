/** Where the player's own origin hands a stream on, and what it names. */
export const STREAM_PATH = '/stream/';

/** The path on the player's own origin for the stream at `address`. */
export function streamPathOf(address: string): string {
  const bytes = new TextEncoder().encode(address);
  const text = btoa(String.fromCharCode(...bytes));
  return STREAM_PATH + text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The address of which {@link streamPathOf} made the last part of a path; null: of none. */
export function streamAddressOf(encoded: string): string | null {
  try {
    const text = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
    );
  } catch {
    return null;
  }
}
