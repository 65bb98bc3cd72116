import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { drawIcons } from '../../../build/draw-icons.ts';

it('the icons of the packages are what icon.svg shows; `npm run icons` draws them anew', async () => {
  const stale = (await drawIcons()).filter(
    ({ file, png }) => !readFileSync(join('build', file)).equals(Buffer.from(png)),
  );
  expect(stale.map(({ file }) => file)).toEqual([]);
});
