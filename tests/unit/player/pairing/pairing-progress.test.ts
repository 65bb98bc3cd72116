import { describe, expect, it } from 'vitest';
import { createPairingProgress } from '../../../../src/player/pairing/pairing-progress.ts';

describe('the progress of pairing', () => {
  it('follows the playlist only after signing in, until something is on the screen', () => {
    const told: string[] = [];
    const progress = createPairingProgress(({ step }) => told.push(step));
    const half = {
      filesDone: 1,
      filesTotal: 2,
      bytesDone: 1,
      bytesTotal: 2,
      bytesPerSecond: 1,
      secondsLeft: 1,
    };
    progress.update({ progress: half, isShowing: true });
    progress.step('reach');
    progress.update({ progress: half, isShowing: false });
    progress.signedIn();
    progress.update({ progress: half, isShowing: false });
    progress.update({ progress: null, isShowing: true });
    progress.update({ progress: half, isShowing: false });
    expect(told).toEqual(['reach', 'playlist', 'download', 'play']);
  });
});
