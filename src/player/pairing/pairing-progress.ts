import type { BridgeEvents, PairingStep } from '../../shared/bridge.ts';
import type { Failure } from '../../shared/result.ts';
import type { SyncProgress } from '../../shared/status.ts';

/** Tells the pairing screen how far a pairing has come, from the first call to the first item on the screen. */
export interface PairingProgress {
  /** A step of signing in began. */
  step(step: PairingStep): void;
  /** The screen is signed in: from here on the playlist's own progress is told. */
  signedIn(): void;
  /** The playlist moved on. */
  update(now: {
    readonly progress: SyncProgress | null;
    readonly isShowing: boolean;
    /** What keeps the playlist's files from coming; null: nothing. */
    readonly failure: Failure | null;
  }): void;
}

/** Tells each step through `send`. */
export function createPairingProgress(
  send: (payload: BridgeEvents['pairing-step']) => void,
): PairingProgress {
  let following = false;
  return {
    step: (step) => {
      following = false;
      send({ step, progress: null });
    },
    signedIn: () => {
      following = true;
      send({ step: 'playlist', progress: null });
    },
    update: ({ progress, isShowing, failure }) => {
      if (!following) return;
      if (isShowing) {
        following = false;
        send({ step: 'play', progress: null });
      } else if (progress !== null) {
        send({ step: 'download', progress });
      } else if (failure !== null) {
        send({ step: 'download', progress: null, failure });
      }
    },
  };
}
