import { expect, it } from 'vitest';
import { isTextKey } from '../../../../src/shells/common/text-keys.ts';

const plain = { control: false, alt: false, meta: false };

it.each([
  'a',
  'Z',
  '7',
  '@',
  'é',
  '漢',
  '𝒳',
  ' ',
  'Enter',
  'Backspace',
  'Delete',
  'Tab',
  'Shift',
  'ArrowLeft',
  'Dead',
  'AltGraph',
])('a page that is used may have %j', (key) => {
  expect(isTextKey({ key, ...plain })).toBe(true);
});

it.each([
  'F1',
  'F12',
  'Escape',
  'ContextMenu',
  'BrowserBack',
  'MediaPlayPause',
  'Control',
  'Alt',
  'Meta',
  'PrintScreen',
  'Unidentified',
  '',
])('and never %j', (key) => {
  expect(isTextKey({ key, ...plain })).toBe(false);
});

it('nor any key beside Ctrl, Alt or Meta', () => {
  for (const held of ['control', 'alt', 'meta'] as const)
    for (const key of ['a', 'v', 'Delete', 'ArrowLeft', 'Tab'])
      expect(isTextKey({ key, ...plain, [held]: true })).toBe(false);
});
