import { describe, expect, it } from 'vitest';
import {
  beginTouch,
  touchAgain,
  touchStateAt,
  type TouchSession,
} from '../../../src/playback/touch-session.ts';

const SECOND_MS = 1_000;

/** Looks whenever the answer before said so, as the stage does, and notes what was seen and when. */
function follow(session: TouchSession, fromMs: number): string[] {
  const seen: string[] = [];
  for (let nowMs = fromMs; ;) {
    const state = touchStateAt(session, nowMs);
    const at = `${(nowMs - session.sinceMs) / SECOND_MS} s`;
    if (state.kind === 'over') return [...seen, `${at}: over, ${state.because}`];
    seen.push(
      state.kind === 'used' ? `${at}: used` : `${at}: ${state.secondsLeft}${state.isMovable ? '' : '!'}`,
    );
    expect(state.atMs, 'it never looks in a circle').toBeGreaterThan(nowMs);
    nowMs = state.atMs;
  }
}

describe('a page that somebody uses', () => {
  it('stands for 45 s without a touch, of which the last ten are counted', () => {
    expect(follow(beginTouch(7_000), 7_000)).toEqual([
      '0 s: used',
      ...Array.from({ length: 10 }, (_, second) => `${35 + second} s: ${10 - second}`),
      '45 s: over, idle',
    ]);
  });

  it('is kept by every touch, also by one while it counts', () => {
    const session = touchAgain(beginTouch(0), 44_900);
    expect(touchStateAt(session, 44_900)).toEqual({ kind: 'used', atMs: 79_900 });
    expect(touchStateAt(session, 89_899)).toMatchObject({ kind: 'counted', secondsLeft: 1 });
    expect(touchStateAt(session, 89_900)).toEqual({ kind: 'over', because: 'idle' });
  });

  it('counts whole seconds wherever it is looked at between them', () => {
    expect(touchStateAt(beginTouch(0), 35_001)).toEqual({
      kind: 'counted',
      secondsLeft: 10,
      isMovable: true,
      atMs: 36_000,
    });
    expect(touchStateAt(beginTouch(0), 34_999)).toEqual({ kind: 'used', atMs: 35_000 });
  });

  it('ends after ten minutes however often it is touched, and says that no touch moves that', () => {
    let session = beginTouch(0);
    for (let nowMs = 0; nowMs < 589_000; nowMs += SECOND_MS) session = touchAgain(session, nowMs);
    expect(touchStateAt(session, 588_000)).toEqual({ kind: 'used', atMs: 590_000 });
    session = touchAgain(session, 599_000);
    expect(touchStateAt(session, 599_000)).toEqual({
      kind: 'counted',
      secondsLeft: 1,
      isMovable: false,
      atMs: 600_000,
    });
    expect(touchStateAt(session, 600_000)).toEqual({ kind: 'over', because: 'longest' });
  });

  it('goes by the last touch, in whatever order they are told', () => {
    expect(touchAgain(touchAgain(beginTouch(0), 9_000), 5_000).lastMs).toBe(9_000);
  });
});
