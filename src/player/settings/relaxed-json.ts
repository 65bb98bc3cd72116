import JSON5 from 'json5';

/** Where a text stops being JSON, both counted from 1. */
export interface JsonMistake {
  readonly line: number;
  readonly column: number;
}

export type RelaxedJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly mistake: JsonMistake };

/**
 * Reads JSON as people write it by hand: with comments, trailing commas, typographic quotes around texts. Text that is
 * JSON already is read as such. What the parsers say of a mistake quotes the text around it, which may be a secret: only
 * its place is answered.
 */
export function parseRelaxedJson(text: string): RelaxedJson {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    const read = parseJson5(text);
    if (read.ok) return read;
    const straight = text.replace(/[“”„‟]/g, '"').replace(/[‘’‚‛]/g, "'");
    const second = straight === text ? read : parseJson5(straight);
    return second.ok ? second : read;
  }
}

function parseJson5(text: string): RelaxedJson {
  try {
    return { ok: true, value: JSON5.parse(text) };
  } catch (thrown) {
    const { lineNumber = 1, columnNumber = 1 } = thrown as { lineNumber?: number; columnNumber?: number };
    return { ok: false, mistake: { line: lineNumber, column: columnNumber } };
  }
}
