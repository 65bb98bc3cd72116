import { hiddenForms, withoutUnseen } from '../../platform/logging/hidden-forms.ts';
import type { Redactor } from '../../platform/logging/redactor.ts';

/** What stands in place of a line, or of a text, that held a secret in a form that cannot be masked. */
export const LEFT_OUT = '*** left out: it held a secret in another form';
/** Longer texts are cut. */
const LONGEST_TEXT = 65_536;
/** Cut away behind the last secret that may have been cut itself: the longest one, in its longest form. */
const LONGEST_SECRET = 12_288;

/**
 * One line or text as it may leave the machine: without secrets in whatever form, without what a terminal obeys, and of bounded
 * length. Takes no more than the beginning of `text` into account.
 */
export function cleanText(text: string, redactor: Pick<Redactor, 'text'>): string {
  const isCut = text.length > LONGEST_TEXT;
  const redacted = redactor.text(isCut ? text.slice(0, LONGEST_TEXT) : text);
  if (hiddenForms(redacted).some((form) => redactor.text(form) !== form)) return LEFT_OUT;
  const clean = withoutUnseen(redacted);
  return isCut ? `${clean.slice(0, LONGEST_TEXT - LONGEST_SECRET)}… (cut)` : clean;
}

/** A JSON value with each text in it, names included, through {@link cleanText}. */
export function cleanValue(value: unknown, redactor: Pick<Redactor, 'text'>): unknown {
  if (typeof value === 'string') return cleanText(value, redactor);
  if (typeof value === 'number' && cleanText(String(value), redactor) !== String(value)) return LEFT_OUT;
  if (Array.isArray(value)) return value.map((one) => cleanValue(one, redactor));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [cleanText(name, redactor), cleanValue(one, redactor)]),
  );
}

/**
 * Makes clean lines of bytes as they are read; the text of each piece is bounded whatever comes. A secret that a line end tears
 * apart takes both lines with it.
 */
export function createLineCleaner(redactor: Pick<Redactor, 'text'>): {
  /** The clean lines that are complete with these bytes, but for the last one. */
  readonly push: (bytes: Uint8Array) => string;
  /** What is left. */
  readonly end: () => string;
} {
  const decoder = new TextDecoder();
  let open = '';
  /** Clean, and not yet given away: the next line may show that it began a secret. */
  let last: string | null = null;

  const take = (line: string): string => {
    const clean = cleanText(line, redactor);
    const before = last;
    const joined = `${(before ?? '').slice(-LONGEST_SECRET)}${clean.slice(0, LONGEST_SECRET)}`;
    const isTorn = before !== null && redactor.text(joined) !== joined;
    last = isTorn ? LEFT_OUT : clean;
    if (before === null) return '';
    return `${isTorn ? LEFT_OUT : before}\n`;
  };
  return {
    push: (bytes) => {
      const lines = (open + decoder.decode(bytes, { stream: true })).split('\n');
      // Of a line without an end only so much is kept as is ever written.
      open = (lines.pop() ?? '').slice(0, LONGEST_TEXT + 1);
      return lines.map(take).join('');
    },
    end: () => {
      const rest = open === '' ? '' : take(open);
      const final = last === null ? '' : `${last}\n`;
      open = '';
      last = null;
      return rest + final;
    },
  };
}
