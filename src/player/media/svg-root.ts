/*
 * Whether a text is an SVG, as far as its beginning says. Every step only moves forward, so the time is linear in the
 * length whatever the text holds: an expression for the same would try each comment in more than one way.
 */

const NOT_FOUND = -1;

/**
 * Whether the root of this text is `svg`, with any prefix; null when the text ends before its root and all of it may
 * stand before one. `head` is the beginning of a file in UTF-8 or UTF-16, with or without a byte order mark.
 */
export function hasSvgRoot(head: Uint8Array): boolean | null {
  const text = decodeText(head);
  let at = skipSpace(text, 0);
  if (at === text.length) return head.length === 0 ? false : null;
  for (;;) {
    if (text.charAt(at) !== '<') return false;
    if (isRootStart(text.charCodeAt(at + 1))) return isSvgName(text, at + 1);
    const end = skipMarkup(text, at);
    if (end === null) return false;
    if (end === NOT_FOUND) return null;
    at = skipSpace(text, end);
    if (at === text.length) return null;
  }
}

function decodeText(head: Uint8Array): string {
  return new TextDecoder(encodingOf(head)).decode(head);
}

/** By the byte order mark, else by where the zero of the first `<` stands. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
  return 'utf-8';
}

function skipSpace(text: string, start: number): number {
  let at = start;
  // A byte order mark may stand within, where two files were joined.
  while (at < text.length && ' \t\r\n\uFEFF'.includes(text.charAt(at))) at += 1;
  return at;
}

function isRootStart(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || code === 0x5f || code > 0x7f;
}

/** `svg`, or `prefix:svg`; the rest of the tag is the decoder's business. */
function isSvgName(text: string, start: number): boolean | null {
  let at = start;
  while (at < text.length && !' \t\r\n/>'.includes(text.charAt(at))) {
    if (at - start > LONGEST_NAME) return false;
    at += 1;
  }
  if (at === text.length) return null;
  const name = text.slice(start, at);
  return name.slice(name.indexOf(':') + 1).toLowerCase() === 'svg';
}

const LONGEST_NAME = 256;

/** Behind the comment, the instruction or the DOCTYPE at `start`; null: it is none of these. */
function skipMarkup(text: string, start: number): number | null {
  if (text.startsWith('<!--', start)) return behind(text, '-->', start + 4);
  if (text.startsWith('<?', start)) return behind(text, '?>', start + 2);
  if (text.slice(start, start + 9).toUpperCase() === '<!DOCTYPE') return skipDoctype(text, start + 9);
  // Cut within what may become one of them.
  return '<!DOCTYPE'.startsWith(text.slice(start).toUpperCase()) || '<!--'.startsWith(text.slice(start))
    ? NOT_FOUND
    : null;
}

function behind(text: string, end: string, start: number): number {
  const found = text.indexOf(end, start);
  return found === -1 ? NOT_FOUND : found + end.length;
}

/** A DOCTYPE may hold declarations in brackets, and quotes and comments that hold any of its signs. */
function skipDoctype(text: string, start: number): number {
  let isInBrackets = false;
  let at = start;
  while (at < text.length) {
    const sign = text.charAt(at);
    if (sign === '>' && !isInBrackets) return at + 1;
    const next = skipQuoted(text, at, sign);
    if (next === NOT_FOUND) return NOT_FOUND;
    if (sign === '[') isInBrackets = true;
    if (sign === ']') isInBrackets = false;
    at = next;
  }
  return NOT_FOUND;
}

function skipQuoted(text: string, at: number, sign: string): number {
  if (sign === '"' || sign === "'") return behind(text, sign, at + 1);
  if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4);
  if (text.startsWith('<?', at)) return behind(text, '?>', at + 2);
  return at + 1;
}
