const COOKIE_NAME = 'MIT-MAGIC-COOKIE-1';
const WILD_FAMILY = 65_535;

/**
 * The cookie that an X server of this machine asks for, from the bytes of an authority file (xauth(1)): the entry of this
 * host and display, else any of the display. Null when there is none; what is cut off or damaged ends the search.
 */
export function findCookie(file: Buffer, host: string, displayNumber: string): Buffer | null {
  let other: Buffer | null = null;
  let at = 0;
  const take = (): Buffer | null => {
    if (at + 2 > file.length) return null;
    const end = at + 2 + file.readUInt16BE(at);
    const field = end > file.length ? null : file.subarray(at + 2, end);
    at = end;
    return field;
  };
  while (at + 2 <= file.length) {
    const family = file.readUInt16BE(at);
    at += 2;
    const [address, number, name, cookie] = [take(), take(), take(), take()];
    if (address === null || number === null || name === null || cookie === null) break;
    const isOfDisplay = number.length === 0 || number.toString('latin1') === displayNumber;
    if (!isOfDisplay || name.toString('latin1') !== COOKIE_NAME) continue;
    if (family === WILD_FAMILY || address.toString('latin1') === host) return cookie;
    other ??= cookie;
  }
  return other;
}
