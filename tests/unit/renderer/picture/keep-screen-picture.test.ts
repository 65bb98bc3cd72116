import { describe, expect, it } from 'vitest';
import { keepScreenPicture } from '../../../../renderer/picture/keep-screen-picture.ts';
import { createPlayerStore, type PlayerStoreState } from '../../../../renderer/store/player-store.ts';
import { ok } from '../../../../src/shared/result.ts';
import { createFakeBridge } from '../../../support/fakes/fake-bridge.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';

type Moment = 'before' | 'painting' | 'capturing' | 'shrinking' | 'never';

/** Takes a picture; what a person opens at `moment` is opened, and closed again at once. */
async function take(
  moment: Moment,
  open: (state: PlayerStoreState) => void,
  close?: (state: PlayerStoreState) => void,
) {
  const store = createPlayerStore();
  store.getState().takeSnapshot(sampleSnapshot({ state: 'playing' }));
  const at = (now: Moment): void => {
    if (now !== moment) return;
    open(store.getState());
    close?.(store.getState());
  };
  const bridge = createFakeBridge({
    'capture-screen': () => {
      at('capturing');
      return ok({ source: '/media/x' });
    },
    'keep-screen-picture': () => ok(null),
  });
  at('before');
  await keepScreenPicture({
    bridge,
    store,
    painted: () => {
      at('painting');
      return Promise.resolve();
    },
    shrink: (source) => {
      at('shrinking');
      return Promise.resolve(`small ${source}`);
    },
  });
  return bridge.calls;
}

describe('a picture of the screen', () => {
  it('is captured, made small and kept while content plays', async () => {
    expect(await take('never', () => undefined)).toEqual([
      { name: 'capture-screen', input: {} },
      { name: 'keep-screen-picture', input: { picture: 'small /media/x' } },
    ]);
  });

  const privately: readonly [string, (state: PlayerStoreState) => void, (state: PlayerStoreState) => void][] =
    [
      [
        'the settings',
        (state) => {
          state.openOverlay();
        },
        (state) => {
          state.closeOverlay();
        },
      ],
      [
        'the pairing screen',
        (state) => {
          state.requestPairing();
        },
        (state) => {
          state.dismissPairing();
        },
      ],
      [
        'a first run',
        (state) => {
          state.takeSnapshot(sampleSnapshot({ state: 'unpaired' }));
        },
        (state) => {
          state.takeSnapshot(sampleSnapshot({ state: 'playing' }));
        },
      ],
    ];
  it.each(privately)(
    'is not kept with %s in it, whenever it is opened, and also when it is closed again',
    async (_name, open, close) => {
      for (const moment of ['painting', 'capturing', 'shrinking'] as const) {
        for (const closing of [undefined, close]) {
          const calls = await take(moment, open, closing);
          expect(
            calls.map(({ name }) => name),
            moment,
          ).not.toContain('keep-screen-picture');
        }
      }
      expect(await take('before', open)).toEqual([]);
    },
  );
});
