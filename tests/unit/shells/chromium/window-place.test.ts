import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { browserArguments } from '../../../../src/shells/chromium/browser-arguments.ts';
import { createWindowPlace } from '../../../../src/shells/chromium/window-place.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const bounds = { left: 1_280, top: 0, width: 1_920, height: 1_080 };

it('opens the next window where the last one was', () => {
  const file = join(temporaryFolder(), 'place.json');
  expect(createWindowPlace(file).last()).toBeNull();
  createWindowPlace(file).keep(bounds);
  const place = createWindowPlace(file);
  expect(place.last()).toEqual(bounds);
  const written = statSync(file).mtimeMs;
  place.keep(bounds);
  expect(statSync(file).mtimeMs).toBe(written);
  const given = { profileFolder: '/data', cacheBlocker: null, graphics: [], pages: [], asRoot: false };
  const line = browserArguments({ ...given, windowed: false, size: bounds, place: place.last() });
  expect(line).toEqual(
    expect.arrayContaining(['--kiosk', '--window-position=1280,0', '--window-size=1921,1081']),
  );
});

it.each([
  '',
  '{',
  'null',
  '[]',
  '{"left":0,"top":0,"width":"1 --x","height":1}',
  '{"left":0,"top":0,"width":0,"height":9}',
])('believes nothing else: %s', (text) => {
  const file = join(temporaryFolder(), 'place.json');
  writeFileSync(file, text);
  expect(createWindowPlace(file).last()).toBeNull();
});

it('goes without where nothing can be written', () => {
  const file = join(temporaryFolder(), 'missing', 'place.json');
  createWindowPlace(file).keep(bounds);
  expect(existsSync(file)).toBe(false);
});
