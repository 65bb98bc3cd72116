/** What a field is filled with, and so which keys its keyboard has. */
export type KeyboardKind = 'address' | 'code' | 'text' | 'number' | 'decimal';

/** Keys that do something; every other key types what stands on it. */
export const namedKeys = ['shift', 'backspace', 'space', 'symbols', 'letters', 'enter', 'hide'] as const;
export type NamedKey = (typeof namedKeys)[number];

/** Keys of one row, from left to right. */
export type KeyRow = readonly string[];

const row = (keys: string): KeyRow => Array.from(keys);
const digits = row('1234567890');
const foot: KeyRow = ['hide', 'space', 'enter'];

const letters: readonly KeyRow[] = [
  digits,
  row('qwertyuiop'),
  row('asdfghjkl-'),
  ['shift', ...row('zxcvbnm'), '_', 'backspace'],
  ['hide', 'symbols', 'space', '.', 'enter'],
];

const symbols: readonly KeyRow[] = [
  digits,
  row('!"#$%&/()='),
  row('?+*~@€<>|^'),
  [...row("'`´;:,[]{"), 'backspace'],
  ['hide', 'letters', 'space', '}', '\\', 'enter'],
];

const pages = {
  address: [
    digits,
    row('qwertyuiop'),
    row('asdfghjkl-'),
    [...row('zxcvbnm.:'), 'backspace'],
    ['hide', 'https://', '/', '.local', '_', 'enter'],
  ],
  code: [digits, row('QWERTYUIOP'), row('ASDFGHJKL-'), ['shift', ...row('ZXCVBNM_'), 'backspace'], foot],
  text: letters,
  number: [row('123'), row('456'), row('789'), ['hide', '0', 'backspace'], ['enter']],
  decimal: [row('123'), row('456'), row('789'), ['.', '0', 'backspace'], ['hide', 'enter']],
} as const satisfies Record<KeyboardKind, readonly KeyRow[]>;

/** The rows of keys for a kind of field. */
export function keyRows(kind: KeyboardKind, showSymbols: boolean): readonly KeyRow[] {
  return kind === 'text' && showSymbols ? symbols : pages[kind];
}

export function isNamedKey(key: string): key is NamedKey {
  return namedKeys.some((named) => named === key);
}

/** What a key types; shift turns the case over, which makes a code's capitals small. */
export function typedBy(key: string, shifted: boolean): string {
  if (!shifted || key.length !== 1) return key;
  return key === key.toUpperCase() ? key.toLowerCase() : key.toUpperCase();
}
