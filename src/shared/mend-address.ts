/** Longer than any address that a person types; what is longer is not theirs to mend. */
const LONGEST = 2_048;

/** A word, what was typed for `://`, and the rest. */
const schemeLike = /^([a-z]{3,6})(?:[:;]|\/)\/*([^/].*)?$/i;

/**
 * The address of a server as it was meant: slips of the pen are put right (`htps://`, `https:\\`, `http;//`, spaces, commas for
 * dots, a scheme twice), and everything else is left as it was written. Pure; whether the result is an address at all is for
 * whoever reads it to say.
 */
export function mendAddress(written: string): string {
  const trimmed = written.trim();
  if (trimmed.length > LONGEST) return trimmed;
  const joined = trimmed
    // A space before digits at the end stands for the colon of a port, one beside a sign for nothing, any other for itself.
    .replace(/^([^\s:/]+)\s+(\d{2,5})$/, '$1:$2')
    .replace(/\s*([:;,./\\])\s*/g, '$1');
  const { scheme, rest } = readScheme(joined.startsWith('\\') ? joined : joined.replaceAll('\\', '/'));
  const mended = mendPort(mendDots(rest));
  return scheme === null ? mended : `${scheme}://${mended}`;
}

/** Takes every scheme off the front, right or nearly right; the last one counts. */
function readScheme(text: string): { readonly scheme: string | null; readonly rest: string } {
  let scheme: string | null = null;
  let rest = text;
  for (;;) {
    const [, word = '', behind = ''] = schemeLike.exec(rest) ?? [];
    const meant = meantScheme(word.toLowerCase());
    // `https:5000` would be a machine of that name.
    if (meant === null || behind === '' || /^\d+$/.test(behind)) return { scheme, rest };
    scheme = meant;
    rest = behind;
  }
}

function meantScheme(word: string): 'http' | 'https' | null {
  const meant = word.includes('s') ? 'https' : 'http';
  return isOneSlipFrom(word, meant) ? meant : null;
}

/** Whether one letter too many, too few or wrong, or two that changed places, is all that differs. */
function isOneSlipFrom(word: string, right: string): boolean {
  if (word === right) return true;
  let same = 0;
  while (same < word.length && word[same] === right[same]) same += 1;
  const [typed, wanted] = [word.slice(same), right.slice(same)];
  return (
    typed.slice(1) === wanted ||
    typed === wanted.slice(1) ||
    typed.slice(1) === wanted.slice(1) ||
    (typed.slice(0, 2) === `${wanted.charAt(1)}${wanted.charAt(0)}` && typed.slice(2) === wanted.slice(2))
  );
}

/** The keypads of many countries have a comma where the dot should be. */
function mendDots(rest: string): string {
  return rest.replace(/^\d{1,3}(?:[.,]\d{1,3}){3}(?=$|[:;/])/, (address) => address.replaceAll(',', '.'));
}

function mendPort(rest: string): string {
  return rest.replace(/^([^:;/]+);(?=\d)/, '$1:').replace(/^([^:;/]+)[:;]+$/, '$1');
}
