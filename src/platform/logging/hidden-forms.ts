/** A sequence that colours or moves a terminal, and the characters that nobody sees. */
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /\u001b\[[\d;?]{0,20}[a-z]|[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gi;
const DEEPEST = 3;
const BASE64 = /[\w+/-]{12,}/g;
const HEX = /(?:[\da-f]{2}){6,}/gi;
const BASE64_QUANTUM = 4;
/** A line of nothing but encoded words must not become many times itself. */
const MOST_WORDS = 50;

/**
 * What `text` may mean to whoever reads it otherwise than as it stands: without what cannot be seen, with the escapes of JSON, of
 * addresses and of HTML resolved, up to three deep, and what looks like base64 or hex decoded. Bounded in number; takes time
 * in proportion to the text.
 */
export function hiddenForms(text: string): readonly string[] {
  const forms = new Set([withoutUnseen(text)]);
  let form = text;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    form = withoutUnseen(resolved(form));
    forms.add(form);
  }
  // All words together: each form is searched as a whole.
  const decoded = (found: readonly string[], encoding: BufferEncoding): string =>
    found.map((word) => withoutUnseen(Buffer.from(word, encoding).toString('utf8'))).join('\n');
  const base64 = words(form, BASE64);
  for (let offset = 0; offset < BASE64_QUANTUM; offset += 1) {
    forms.add(
      decoded(
        base64.map((word) => word.slice(offset)),
        'base64',
      ),
    );
  }
  forms.add(decoded(words(form, HEX), 'hex'));
  forms.delete(text);
  forms.delete('');
  return [...forms];
}

/** `text` without what a terminal obeys and nobody sees; line ends go, too. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, '');
}

function words(text: string, kind: RegExp): readonly string[] {
  return (text.match(kind) ?? []).slice(0, MOST_WORDS);
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function resolved(text: string): string {
  return withPercentBytes(text)
    .replace(/\\u([\da-f]{4})|\\x([\da-f]{2})|\\(.)/gi, (_, four?: string, two?: string, one?: string) =>
      one === undefined ? String.fromCharCode(parseInt(four ?? two ?? '', 16)) : (letters[one] ?? one),
    )
    .replace(/&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi, (whole, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    });
}

/** Half an address is encoded at times, and not always well. */
function withPercentBytes(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
