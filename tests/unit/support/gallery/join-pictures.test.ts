import { describe, expect, it } from 'vitest';
import { joinPictures, type Picture } from '../../../gallery/index-page.ts';

const picture = (state: string, panel: string, findings: readonly string[] = []): Picture => ({
  file: `${state}-${panel}.png`,
  panel,
  title: state,
  findings,
});
const titles = ['pairing', 'overlay'];

describe('a run over one size', () => {
  it('joins the pictures of earlier runs, in the order of the states', () => {
    const before = [picture('pairing', '1280x720'), picture('overlay', '1280x720')];
    const joined = joinPictures(before, [picture('pairing', '720x1280')], titles);
    expect(joined.map(({ file }) => file)).toEqual([
      'pairing-1280x720.png',
      'pairing-720x1280.png',
      'overlay-1280x720.png',
    ]);
  });

  it('takes the place of what it draws again, and drops states that are no more', () => {
    const before = [picture('pairing', '1280x720', ['old']), picture('gone', '1280x720')];
    expect(joinPictures(before, [picture('pairing', '1280x720')], titles)).toEqual([
      picture('pairing', '1280x720'),
    ]);
  });
});
