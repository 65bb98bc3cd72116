import type { LogFacts } from './log.ts';

/** Replaces secrets in what is about to be written or shown: the second line of defence behind the rule that none gets there. */
export interface Redactor {
  /** Makes `secret` known, in every form that it takes on the wire. Shorter than 3 characters it is left alone. */
  readonly add: (secret: string) => void;
  /** `text` without known secrets, bearer headers and secrets in addresses or JSON. */
  readonly text: (text: string) => string;
  /** `facts` likewise; those whose name says that they are secret lose their value altogether. */
  readonly facts: (facts: LogFacts) => LogFacts;
}

const MASK = '***';
const SHORTEST_SECRET = 3;
/** A short code may be part of ordinary words and numbers: it is masked only where it stands alone. */
const SHORTEST_MASKED_ANYWHERE = 8;
/** A silent renewal makes a new auth code now and then; those of long ago no longer open anything. */
const MOST_SECRETS = 50;

const secretWords =
  'authorization|password|passwd|quickconnect_?(?:code|key)|auth_?code|bearer|secret|token|pin|cookie';
const secretName = new RegExp(`^(?:.*[_.-])?(?:${secretWords})$|^(?:${secretWords})$`, 'i');
const patterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\bbearer\s+[\w.~+/=-]+/gi, `Bearer ${MASK}`],
  [/\b(authorization:\s*\w+)\s+[\w.~+/=-]+/gi, `$1 ${MASK}`],
  [new RegExp(`\\b((?:${secretWords})=)[^&\\s"'<>]+`, 'gi'), `$1${MASK}`],
  [new RegExp(`("(?:${secretWords})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1"${MASK}"`],
  // JSON within JSON: its quotes carry a backslash, those within its texts three.
  [
    new RegExp(`(\\\\"(?:${secretWords})\\\\"\\s*:\\s*)\\\\"(?:[^"\\\\]|\\\\\\\\\\\\"|\\\\\\\\)*\\\\"`, 'gi'),
    `$1\\"${MASK}\\"`,
  ],
  [/(\/\/)[^/\s@:]+:[^/\s]+@/g, `$1${MASK}@`],
];

/** Makes a redactor that knows `secrets` from the start. */
export function createRedactor(secrets: readonly string[] = []): Redactor {
  let known = new Map<string, RegExp>();

  const add = (secret: string): void => {
    if (secret.length < SHORTEST_SECRET) return;
    known.delete(secret);
    known.set(secret, patternOf(secret));
    if (known.size > MOST_SECRETS) known = new Map([...known].slice(-MOST_SECRETS));
  };
  const text = (clear: string): string => {
    const withoutKnown = [...known.values()].reduce((rest, pattern) => rest.replace(pattern, MASK), clear);
    return patterns.reduce(
      (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
      withoutKnown,
    );
  };
  const facts = (clear: LogFacts): LogFacts =>
    Object.fromEntries(
      Object.entries(clear).map(([name, fact]) => {
        if (secretName.test(name) && fact !== null && typeof fact !== 'boolean') return [name, MASK];
        return [text(name), typeof fact === 'number' ? numberWithout(fact, text) : textOrFact(fact, text)];
      }),
    );

  for (const secret of secrets) add(secret);
  return { add, text, facts };
}

function textOrFact<Fact>(fact: Fact, text: (clear: string) => string): Fact | string {
  return typeof fact === 'string' ? text(fact) : fact;
}

/** A code may be all digits. */
function numberWithout(fact: number, text: (clear: string) => string): number | string {
  const written = String(fact);
  const redacted = text(written);
  return redacted === written ? fact : redacted;
}

/** The secret as it is, in an address, in JSON and in base64. */
function patternOf(secret: string): RegExp {
  const forms = new Set([
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ]);
  const anyForm = [...forms]
    .sort((one, other) => other.length - one.length)
    .map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  const standsAlone = secret.length < SHORTEST_MASKED_ANYWHERE;
  return new RegExp(standsAlone ? `(?<![\\p{L}\\p{N}])(?:${anyForm})(?![\\p{L}\\p{N}])` : anyForm, 'gu');
}
