import { expect, test } from 'vitest';
import { kindOfName } from '../../../../src/player/media/kind-of-name.ts';

test('a name tells by its extension, or not at all', () => {
  expect(['A.JPG', 'a.b.webm', 'x.pdf', 'phone.3GP', 'noextension', 'a.exe', '.png'].map(kindOfName)).toEqual(
    ['image', 'video', 'pdf', 'video', null, null, null],
  );
});
