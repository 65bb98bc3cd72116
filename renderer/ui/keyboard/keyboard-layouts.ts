/** What a field is filled with, and so which keys its keyboard has. */
export type KeyboardKind = 'address' | 'code' | 'text' | 'number' | 'decimal';

/** Keys that do something; every other key types what stands on it. */
const namedKeys = ['shift', 'backspace', 'space', 'symbols', 'accents', 'letters', 'enter', 'hide'] as const;
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
  ['hide', 'symbols', 'accents', 'space', '.', 'enter'],
];

const symbols: readonly KeyRow[] = [
  digits,
  row('!"#$%&/()='),
  row('?+*~@€<>|^'),
  [...row("'`´;:,[]{"), 'backspace'],
  ['hide', 'letters', 'space', '}', '\\', 'enter'],
];

/** Every letter beyond a to z that the languages of these texts write. */
const accents: readonly KeyRow[] = [
  row('áàâãäąăæçć'),
  row('éèêëęíìîïł'),
  row('ñńóòôõöőœß'),
  ['shift', ...row('úùûüűśșț'), 'backspace'],
  ['hide', 'letters', 'ź', 'ż', 'ÿ', 'space', 'enter'],
];

/** What a keyboard for words shows. */
export type KeyboardPage = 'letters' | 'symbols' | 'accents';
const wordPages: Readonly<Record<KeyboardPage, readonly KeyRow[]>> = { letters, symbols, accents };

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
export function keyRows(kind: KeyboardKind, page: KeyboardPage): readonly KeyRow[] {
  return kind === 'text' ? wordPages[page] : pages[kind];
}

export function isNamedKey(key: string): key is NamedKey {
  return namedKeys.some((named) => named === key);
}

/** What a key types; shift turns the case over, which makes a code's capitals small. */
export function typedBy(key: string, shifted: boolean): string {
  if (!shifted || key.length !== 1) return key;
  // Its capital is two letters otherwise.
  if (key === 'ß') return 'ẞ';
  return key === key.toUpperCase() ? key.toLowerCase() : key.toUpperCase();
}
