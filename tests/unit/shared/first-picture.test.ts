import { describe, expect, it } from 'vitest';
import {
  firstPictureAt,
  MOST_FIRST_PICTURES,
  readFirstPictures,
  type FirstPictures,
} from '../../../src/shared/first-picture.ts';

const picture = (item: string) => ({ item, sha256: 'ab'.repeat(32), mime: 'image/jpeg' });
const kept: FirstPictures = {
  program: 'list',
  first: 'a',
  folder: '/data/media',
  look: { fit: 'contain', background: '#000000', rotation: 'auto', orientation: 'landscape' },
  pictures: [picture('a'), picture('c')],
};

describe('what a start may show before the player is loaded', () => {
  it('is read as it was written', () => {
    expect(readFirstPictures(JSON.stringify(kept))).toEqual(kept);
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', 'null'],
    ['a list', '[]'],
    ['another look', JSON.stringify({ ...kept, look: { ...kept.look, fit: 'x;}' } })],
    ['a colour that is more', JSON.stringify({ ...kept, look: { ...kept.look, background: '#000;x:y' } })],
    ['a name that is no hash', JSON.stringify({ ...kept, pictures: [{ ...picture('a'), sha256: '../x' }] })],
    ['a drawing', JSON.stringify({ ...kept, pictures: [{ ...picture('a'), mime: 'image/svg+xml' }] })],
    ['too many', JSON.stringify({ ...kept, pictures: Array(MOST_FIRST_PICTURES + 1).fill(picture('a')) })],
    ['no folder', JSON.stringify({ ...kept, folder: 1 })],
  ])('is nothing when it is %s', (_name, text) => {
    expect(readFirstPictures(text)).toBeNull();
  });

  it('is the picture at which playback stood, or none when that was no picture', () => {
    const at = (program: string, item: string) => firstPictureAt(kept, JSON.stringify({ program, item }));
    expect(at('list', 'c')?.item).toBe('c');
    expect(at('list', 'b')).toBeNull();
    // Of another list: this one begins with its first.
    expect(at('other', 'c')?.item).toBe('a');
    expect(firstPictureAt(kept, null)?.item).toBe('a');
    expect(firstPictureAt({ ...kept, first: null }, null)).toBeNull();
    expect(firstPictureAt(kept, '{')?.item).toBe('a');
  });
});
