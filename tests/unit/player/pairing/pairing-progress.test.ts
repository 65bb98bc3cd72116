import { describe, expect, it } from 'vitest';
import { fail } from '../../../../src/shared/result.ts';
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
    progress.update({ progress: half, isShowing: true, failure: null });
    progress.step('reach');
    progress.update({ progress: half, isShowing: false, failure: null });
    progress.signedIn();
    progress.update({ progress: half, isShowing: false, failure: null });
    progress.update({ progress: null, isShowing: true, failure: null });
    progress.update({ progress: half, isShowing: false, failure: null });
    expect(told).toEqual(['reach', 'playlist', 'download', 'play']);
  });

  it('tells what keeps the files from coming, once nothing comes', () => {
    const told: unknown[] = [];
    const progress = createPairingProgress((payload) => told.push(payload));
    const failure = fail('disk-lacks', 'The disk lacks 5 bytes.', { missingBytes: 5 }).error;
    progress.update({ progress: null, isShowing: false, failure });
    progress.signedIn();
    progress.update({ progress: null, isShowing: false, failure: null });
    progress.update({ progress: null, isShowing: false, failure });
    expect(told).toEqual([
      { step: 'playlist', progress: null },
      { step: 'download', progress: null, failure },
    ]);
  });
});
