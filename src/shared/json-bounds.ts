/** Deeper than this nothing is nested that a server or a person writes. */
const DEEPEST = 100;
/** Objects and lists: twice what the largest playlist holds. */
const MOST_CONTAINERS = 250_000;
/** Names of values: ten for each of them. */
const MOST_NAMES = 1_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const LEFT_BRACKET = 0x5b;
const RIGHT_BRACKET = 0x5d;
const LEFT_BRACE = 0x7b;
const RIGHT_BRACE = 0x7d;

/**
 * Whether this text, were it JSON, would become more than a reader can be expected to bear: a few megabytes of brackets
 * become hundreds in memory, and what is nested deeply breaks whoever walks it. Takes linear time and no memory.
 */
export function exceedsJsonBounds(text: string): boolean {
  let depth = 0;
  let containers = 0;
  let names = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfText(text, at);
        break;
      case LEFT_BRACKET:
      case LEFT_BRACE:
        depth += 1;
        containers += 1;
        if (depth > DEEPEST || containers > MOST_CONTAINERS) return true;
        break;
      case RIGHT_BRACKET:
      case RIGHT_BRACE:
        depth -= 1;
        break;
      case COLON:
        names += 1;
        if (names > MOST_NAMES) return true;
        break;
      default:
    }
  }
  return false;
}

/** The quote that closes the text which opens at `start`, or the end. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  return at;
}
