import { expect, test } from 'vitest';
import { placementFrom, windowedBounds } from '../../../../src/shells/electron/display-placement.ts';
import { chooseDisplay } from '../../../../src/shells/common/choose-display.ts';

const left = { id: 7, label: 'Wall left', bounds: { x: -1920, y: 0, width: 1920, height: 1080 } };
const main = { id: 5, label: 'Desk', bounds: { x: 0, y: 0, width: 1280, height: 800 } };
const displays = [main, left];

test('takes the wished display by id, label or place, and the primary one otherwise', () => {
  expect(chooseDisplay(displays, main, '')).toBe(main);
  expect(chooseDisplay(displays, main, '7')).toBe(left);
  expect(chooseDisplay(displays, main, ' wall LEFT ')).toBe(left);
  expect(chooseDisplay(displays, main, '1')).toBe(left);
  expect(chooseDisplay(displays, main, '2')).toBe(main);
  expect(chooseDisplay(displays, main, '3')).toBe(main);
  expect(chooseDisplay(displays, left, 'unplugged')).toBe(left);
});

test('a window stands in the middle and is never larger than its display', () => {
  expect(windowedBounds(left, '1280x720')).toEqual({ x: -1600, y: 180, width: 1280, height: 720 });
  expect(windowedBounds(main, '3840x2160')).toEqual(main.bounds);
  expect(windowedBounds(left, '')).toMatchObject({ width: 1280, height: 720 });
});

test('the command line wins over the stored display; what is no text says nothing', () => {
  expect(placementFrom({ display: '2', resolution: '800x600' }, null)).toEqual({
    display: '2',
    resolution: '800x600',
  });
  expect(placementFrom({ display: 2 }, null)).toEqual({ display: '', resolution: '' });
  expect(placementFrom({ display: '2' }, '1').display).toBe('1');
});
