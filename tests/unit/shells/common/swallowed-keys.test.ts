import { expect, test } from 'vitest';
import { isSwallowed } from '../../../../src/shells/common/swallowed-keys.ts';

/** Reads `Ctrl+Shift+I` and its like. */
function press(combination: string): boolean {
  const parts = combination.split('+');
  const has = (name: string): boolean => parts.includes(name);
  return isSwallowed({
    key: parts.at(-1) ?? '',
    control: has('Ctrl'),
    alt: has('Alt'),
    meta: has('Meta'),
    shift: has('Shift'),
  });
}

test.each([
  'Alt+F4',
  'Ctrl+w',
  'Ctrl+r',
  'Ctrl+Shift+R',
  'F5',
  'F11',
  'F12',
  'Ctrl+Shift+I',
  'Ctrl+Shift+J',
  'Ctrl+Shift+C',
  'Ctrl+Shift+Delete',
  'Shift+Escape',
  'Ctrl+Alt+Delete',
  'Meta+Alt+Escape',
  'Meta+q',
  'Ctrl+p',
  'Ctrl+f',
  'Ctrl+0',
  'Ctrl+-',
  'Ctrl+o',
  'Ctrl+t',
  'Ctrl+Tab',
  'Alt+ArrowLeft',
  'Alt+Home',
  'Alt+Tab',
  'BrowserBack',
  'ContextMenu',
])('swallows %s', (combination) => {
  expect(press(combination)).toBe(true);
});

test.each([
  'Ctrl+Alt+s',
  'Ctrl+Alt+@',
  'Ctrl+Alt+€',
  'a',
  'Tab',
  'Enter',
  'Escape',
  'Backspace',
  'ArrowLeft',
  'Ctrl+c',
  'Ctrl+v',
  'Meta+a',
  'Ctrl+ArrowLeft',
  'Ctrl+Shift+ArrowLeft',
  'Ctrl+Shift+Z',
  'Ctrl+Delete',
  'Shift+A',
  'Ctrl+Control',
  'Alt+Alt',
  'Alt+AltGraph',
  'f',
])('lets %s through', (combination) => {
  expect(press(combination)).toBe(false);
});
