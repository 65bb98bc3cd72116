const NUMBERS = /-?\b(?:Infinity|NaN)\b/g;

/**
 * Parses JSON in which Python may have written `NaN`, `Infinity` or `-Infinity`, which are read as null. Throws a
 * SyntaxError for what is no JSON even so.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    const plain = withoutPythonNumbers(text.replace(/^\uFEFF/, ''));
    if (plain === text) throw thrown;
    return JSON.parse(plain) as unknown;
  }
}

/** In one pass and without a pattern for texts, which would need memory for each character of a long one. */
function withoutPythonNumbers(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const opening = text.indexOf('"', at);
    const outside = opening < 0 ? text.length : opening;
    parts.push(text.slice(at, outside).replace(NUMBERS, 'null'));
    at = opening < 0 ? text.length : endOfText(text, opening);
    parts.push(text.slice(outside, at));
  }
  return parts.join('');
}

/** Behind the quote that closes the text which opens at `opening`, or the end. */
function endOfText(text: string, opening: number): number {
  for (let from = opening + 1; ;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length;
    let escapes = 0;
    while (quote - escapes > from && text[quote - escapes - 1] === '\\') escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}
