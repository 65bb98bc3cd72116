/** The name of a network that somebody typed as its bytes in hexadecimal digits. */
export function ssidOfText(name: string): string {
  return Array.from(new TextEncoder().encode(name), (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
