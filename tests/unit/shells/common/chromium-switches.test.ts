import { expect, it } from 'vitest';
import {
  asWords,
  CHROMIUM_SWITCHES,
  chromiumSwitches,
} from '../../../../src/shells/common/chromium-switches.ts';

it('gives each window what both shells need, and a browser without one nothing of it', () => {
  expect(asWords(chromiumSwitches('electron'))).toEqual([
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    '--force-color-profile=srgb',
    '--disable-blink-features=EyeDropperAPI',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-features=HardwareMediaKeyHandling',
  ]);
  const ofWindow = asWords(chromiumSwitches('browser-window'));
  const withoutWindow = asWords(chromiumSwitches('browser'));
  expect(ofWindow).toContain('--disable-pinch');
  expect(ofWindow.at(-1)).toMatch(/^--disable-features=HardwareMediaKeyHandling,.*Translate/);
  expect(withoutWindow).not.toContain('--disable-pinch');
  expect(withoutWindow.slice(0, -1).every((word) => ofWindow.includes(word))).toBe(true);
});

it('names each switch once, with its reason', () => {
  const names = CHROMIUM_SWITCHES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names, 'features go into one switch, since the last of a name wins').not.toContain(
    'disable-features',
  );
  expect(CHROMIUM_SWITCHES.every(({ why }) => why !== '')).toBe(true);
});
