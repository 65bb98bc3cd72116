/** The origin of an address; null when it is none. */
export function originOf(url: string): string | null {
  return URL.parse(url)?.origin ?? null;
}
