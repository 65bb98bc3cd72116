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
  const written = dateOf(headers);
  const age = headers['age'] ?? '0';
  if (written === null || roundTripMs > LONGEST_ROUND_TRIP_MS || !/^\d{1,9}$/.test(age)) return null;
  return written + HALF_SECOND_MS + Number(age) * 1_000 + roundTripMs / 2;
}

/** The whole second that an answer was made in, epoch ms; null: it does not tell, or it lay in a cache on its way. */
export function wholeSecondOf(headers: Readonly<Record<string, string>>): number | null {
  return headers['age'] === undefined ? dateOf(headers) : null;
}

function dateOf(headers: Readonly<Record<string, string>>): number | null {
  const date = headers['date'] ?? '';
  const written = HTTP_DATE.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(written) ? null : written;
}
