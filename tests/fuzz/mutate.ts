import { seededRandom, type Random } from '../support/seeded-random.ts';

/** The random numbers of one case, which is repeated without those before it. */
export function randomOfCase(seed: number, index: number): Random {
  return seededRandom(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(index + 1, 0x85eb_ca6b));
}

const pick = <Value>(random: Random, values: readonly Value[]): Value => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
};

/** What readers of lengths and counts stumble over, big-endian. */
const awkwardNumbers = [
  '00000000',
  '00000001',
  '00000007',
  '00000008',
  '7fffffff',
  '80000000',
  'ffffffff',
  'fffffff8',
];
/** What readers of text stumble over. */
const awkwardTexts = [
  ...[
    '<!--',
    '-->',
    '<?',
    '?>',
    '<!DOCTYPE',
    '[',
    ']',
    '"',
    "'",
    '{',
    '}',
    '\\',
    '\0',
    '\uFEFF',
    '=',
    '\n',
    ';',
  ],
  ...[
    'null',
    'NaN',
    '-1',
    '1e999',
    '9'.repeat(400),
    '[['.repeat(200),
    '{"a":'.repeat(200),
    '\\ud800',
    '%00',
    '../',
  ],
  ...[
    '__proto__',
    'constructor',
    '-----BEGIN CERTIFICATE-----',
    '-----END CERTIFICATE-----',
    '%PDF-',
    'ftyp',
    'moov',
  ],
];
/** No case becomes larger: the time is for many of them. */
const LARGEST = 262_144;

type Change = (bytes: Buffer, random: Random, seeds: readonly Buffer[]) => Buffer;

const placeIn = (bytes: Buffer, random: Random): number => Math.floor(random() * (bytes.length + 1));
const put = (bytes: Buffer, at: number, piece: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

const changes: readonly Change[] = [
  (bytes, random) => {
    const at = placeIn(bytes, random);
    if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return bytes;
  },
  (bytes, random) => {
    const at = placeIn(bytes, random);
    if (at < bytes.length) bytes[at] = Math.floor(random() * 256);
    return bytes;
  },
  (bytes, random) => {
    Buffer.from(pick(random, awkwardNumbers), 'hex').copy(bytes, placeIn(bytes, random));
    return bytes;
  },
  (bytes, random) => put(bytes, placeIn(bytes, random), Buffer.from(pick(random, awkwardTexts))),
  (bytes, random) => {
    const text = Buffer.from(pick(random, awkwardTexts));
    text.copy(bytes, placeIn(bytes, random));
    return bytes;
  },
  // Cut off, cut out, doubled, repeated.
  (bytes, random) => bytes.subarray(0, placeIn(bytes, random)),
  (bytes, random) => {
    const [one, other] = [placeIn(bytes, random), placeIn(bytes, random)].sort((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, one), bytes.subarray(other)]);
  },
  (bytes, random) => {
    const [one, other] = [placeIn(bytes, random), placeIn(bytes, random)].sort((a, b) => a - b);
    return put(bytes, placeIn(bytes, random), bytes.subarray(one, other));
  },
  (bytes, random) => {
    const start = placeIn(bytes, random);
    const piece = bytes.subarray(start, start + 1 + Math.floor(random() * 32));
    return put(
      bytes,
      start,
      Buffer.concat(Array.from({ length: Math.floor(random() * 2_000) }, () => piece)),
    );
  },
  // One value inside many others.
  (bytes, random) => {
    const depth = Math.floor(random() * 100_000);
    const [open, close] = pick(random, [
      ['[', ']'],
      ['{"a":', '}'],
      ['<g>', '</g>'],
    ] as const);
    const value = bytes.indexOf(pick(random, [':', '=', '>']), placeIn(bytes, random)) + 1;
    const inner =
      bytes
        .subarray(value, value + 4_096)
        .toString('latin1')
        .split(/[,}\]\n]/, 1)[0] ?? '';
    const wrapped = Buffer.from(open.repeat(depth) + inner + close.repeat(depth));
    return Buffer.concat([bytes.subarray(0, value), wrapped, bytes.subarray(value + inner.length)]);
  },
  // The beginning of one and the end of another.
  (bytes, random, seeds) => {
    const other = pick(random, seeds);
    return Buffer.concat([bytes.subarray(0, placeIn(bytes, random)), other.subarray(placeIn(other, random))]);
  },
];

/** One of `seeds` with a few changes; the same for the same random numbers. */
export function mutate(seeds: readonly Buffer[], random: Random): Buffer {
  let bytes: Buffer = Buffer.from(pick(random, seeds));
  for (let left = 1 + Math.floor(random() * 6); left > 0; left -= 1) {
    bytes = Buffer.from(pick(random, changes)(bytes, random, seeds).subarray(0, LARGEST));
  }
  return bytes;
}
