import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createPanelWatch, judgePanel, type PanelClaim } from '../../../../src/player/screen/panel-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const BEAT_MS = 5_000;

function claim(
  luma: number | null,
  since = 'noon',
  verdict: 'playing' | 'black' | 'frozen' = 'playing',
): PanelClaim {
  return {
    current: { id: 'item', since },
    pixels: luma === null ? null : { verdict, luma, variance: 0, change: null },
  };
}
const standby: PanelClaim = { current: null, pixels: null };
const dark = { brightest: 2 };

test.each([
  ['a bright panel', claim(200), claim(200), { brightest: 180 }, true, 'bright'],
  ['black behind a healthy picture', claim(200), claim(200), dark, true, 'black'],
  ['black content, which is black on both', claim(2), claim(2), dark, true, 'unknown'],
  ['content that goes dark', claim(200), claim(2), dark, true, 'unknown'],
  ['content that was dark', claim(2), claim(200), dark, true, 'unknown'],
  ['a boundary in between', claim(200, 'noon'), claim(200, 'one'), dark, true, 'unknown'],
  ['a page, of which nothing can be read', claim(null), claim(null), dark, true, 'unknown'],
  ['standby', standby, standby, dark, true, 'unknown'],
  ['a shell that cannot capture', claim(200), claim(200), null, true, 'unknown'],
  ['captures that never showed anything', claim(200), claim(200), dark, false, 'unknown'],
] as const)('%s', (_name, before, after, picture, isProven, verdict) => {
  expect(judgePanel({ before, after, picture, isProven, isPart: false })).toBe(verdict);
});

test('the part of a wall may be black while the whole of it is bright', () => {
  const facts = { before: claim(200), after: claim(200), picture: dark, isProven: true };
  expect(judgePanel({ ...facts, isPart: true })).toBe('unknown');
});

/** A stage that beats every five seconds before a panel that shows what the test says. */
function setUp() {
  const clock = createFakeClock();
  const state = { panel: 200 as number | null, claim: claim(200), captures: 0, blacks: 0, isOff: false };
  const watch = createPanelWatch({
    clock,
    log: createSilentLog(),
    screen: {
      capture: () => {
        state.captures += 1;
        const { panel } = state;
        return Promise.resolve(panel === null ? null : Uint8Array.of(panel));
      },
    },
    read: ([brightest = 0]) => Promise.resolve({ brightest }),
    isPanelOff: () => state.isOff,
    isPartOfWall: () => false,
    onBlack: () => {
      state.blacks += 1;
    },
  });
  const beats = async (count: number): Promise<void> => {
    for (let beat = 0; beat < count; beat += 1) {
      watch.beat(state.claim);
      await clock.advance(BEAT_MS);
    }
  };
  return { state, beats };
}

test('while all is well the panel is captured once in three minutes', async () => {
  const { state, beats } = setUp();
  await beats(73);
  expect(state).toMatchObject({ captures: 3, blacks: 0 });
});

test('a panel that goes black is told after three looks, and not by one of them', async () => {
  const { state, beats } = setUp();
  await beats(36);
  state.panel = 0;
  await beats(2);
  expect(state).toMatchObject({ blacks: 0 });
  state.panel = 200;
  await beats(36);
  expect(state).toMatchObject({ blacks: 0 });
  state.panel = 0;
  await beats(40);
  expect(state.blacks).toBeGreaterThan(0);
});

test('a doubt of the stage has it looked at sooner', async () => {
  const { state, beats } = setUp();
  await beats(1);
  state.panel = 0;
  state.claim = claim(200, 'noon', 'frozen');
  await beats(10);
  expect(state.blacks).toBe(1);
});

test('where nothing was ever captured, nothing is ever held against the screen', async () => {
  for (const panel of [null, 0]) {
    const { state, beats } = setUp();
    state.panel = panel;
    await beats(80);
    expect(state).toMatchObject({ blacks: 0, captures: 3 });
  }
});

test('a panel that is meant to be off is not looked at', async () => {
  const { state, beats } = setUp();
  state.isOff = true;
  await beats(80);
  expect(state).toMatchObject({ captures: 0 });
});
