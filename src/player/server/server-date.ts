/** The one form that servers may write (`Sun, 06 Nov 1994 08:49:37 GMT`); anything else would be guessed at. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
/** What a whole second hides on average, ms. */
const HALF_SECOND_MS = 500;
/** An answer that was longer under way says too little about the time, ms. */
const LONGEST_ROUND_TRIP_MS = 30_000;

/**
 * What time it was at the server when an answer came here (epoch ms), by its `Date` and by the `Age` that a cache on the
 * way adds; null when the answer does not tell it to within half a minute.
 *
 * @param headers names in lower case
 * @param roundTripMs how long the answer was waited for
 */
export function serverTimeOf(headers: Readonly<Record<string, string>>, roundTripMs: number): number | null {
  const date = headers['date'] ?? '';
  if (!HTTP_DATE.test(date) || roundTripMs > LONGEST_ROUND_TRIP_MS) return null;
  const age = headers['age'] ?? '0';
  const written = Date.parse(date);
  if (Number.isNaN(written) || !/^\d{1,9}$/.test(age)) return null;
  return written + HALF_SECOND_MS + Number(age) * 1_000 + roundTripMs / 2;
}
