import { describe, expect, it } from 'vitest';
import {
  isLeftOut,
  noteLoss,
  noteWholeShowing,
  type BlameOutcome,
  type BlameState,
  type Suspect,
} from '../../../../src/player/screen/blame.ts';

const VERSION = '1.0.0';
const items = ['good', 'bad', 'third'];
const shown = (id: string): Suspect => ({ id, fileName: `${id}.svg`, isPreparing: false });
const prepared = (id: string): Suspect => ({ id, fileName: `${id}.pdf`, isPreparing: true });

/** Loses the screen as often as there are suspects; what is left out is not there the next time. */
function lose(...losses: readonly (readonly Suspect[])[]): BlameOutcome {
  return losses.reduce<BlameOutcome>(({ state }, suspects) => noteLoss(state, suspects, items, VERSION), {
    state: {},
    leftOut: null,
    acquitted: [],
  });
}
const leftOutOf = (state: BlameState): string[] => items.filter((id) => isLeftOut(state, id, VERSION));

describe('who brought the screen down', () => {
  it('is left out at the second loss, and not at the first', () => {
    expect(lose([shown('bad')]).leftOut).toBeNull();
    expect(leftOutOf(lose([shown('bad')], [shown('bad')]).state)).toEqual(['bad']);
  });

  it('is rather what was being prepared than what stood on the screen', () => {
    const both = [shown('good'), prepared('bad')];
    expect(leftOutOf(lose(both, both).state)).toEqual(['bad']);
  });

  it('is the one that is always there, whatever stands beside it', () => {
    const { state } = lose([shown('good'), prepared('bad')], [shown('third'), prepared('bad')]);
    expect(leftOutOf(state)).toEqual(['bad']);
  });

  it('comes back when it turns out to have been the other one, which was there each time', () => {
    const both = [shown('bad'), prepared('good')];
    const first = lose(both, both);
    expect(leftOutOf(first.state)).toEqual(['good']);
    const second = noteLoss(first.state, [shown('bad'), prepared('third')], items, VERSION);
    expect(leftOutOf(second.state)).toEqual(['bad']);
    expect(second.acquitted).toEqual(['good']);
  });

  it('is nobody who was shown whole in between', () => {
    const once = lose([shown('bad')]).state;
    const after = noteWholeShowing(once, 'bad');
    expect(noteLoss(after, [shown('bad')], items, VERSION).leftOut).toBeNull();
    expect(noteWholeShowing(once, 'another')).toBe(once);
  });

  it('is never the last that can play', () => {
    const alone = noteLoss(lose([shown('bad')]).state, [shown('bad')], ['bad'], VERSION);
    expect(alone.leftOut).toBeNull();
    const others = { ...lose([shown('good')], [shown('good')]).state };
    expect(
      noteLoss(
        noteLoss(others, [shown('bad')], ['good', 'bad'], VERSION).state,
        [shown('bad')],
        ['good', 'bad'],
        VERSION,
      ).leftOut,
    ).toBeNull();
  });

  it('plays again in another version', () => {
    const { state } = lose([shown('bad')], [shown('bad')]);
    expect(isLeftOut(state, 'bad', '1.0.1')).toBe(false);
  });

  it('is remembered for a bounded number of items', () => {
    let state: BlameState = {};
    for (let index = 0; index < 200; index += 1)
      ({ state } = noteLoss(state, [shown(`item-${index}`)], items, VERSION));
    expect(Object.keys(state).length).toBeLessThanOrEqual(50);
  });
});
