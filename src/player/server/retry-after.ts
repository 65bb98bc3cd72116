/** Longer than this nobody is sent away: a server with a wrong clock or a typing error must not silence a screen. */
const LONGEST_SECONDS = 3_600;

/**
 * The seconds that a `Retry-After` header asks for, as a number of seconds or as an HTTP date (judged by the server's
 * own `Date` where it came, since screens boot with wrong clocks). Null when it is absent or unusable.
 */
export function parseRetryAfter(
  header: string | undefined,
  serverDate: string | undefined,
  now: number,
): number | null {
  const written = header?.trim() ?? '';
  if (/^\d{1,12}$/.test(written)) return Math.min(Number(written), LONGEST_SECONDS);
  const moment = Date.parse(written);
  // A bare number with a sign or a fraction would pass as a year.
  if (Number.isNaN(moment) || !/[a-z]{3}/i.test(written)) return null;
  const reference = Date.parse(serverDate ?? '');
  const seconds = Math.ceil((moment - (Number.isNaN(reference) ? now : reference)) / 1000);
  return Math.min(Math.max(0, seconds), LONGEST_SECONDS);
}
