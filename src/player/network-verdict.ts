import { obstacleFailure, type NetworkLook } from './server/network-look.ts';
import { singleFlight } from '../shared/async.ts';
import type { Clock } from '../shared/clock.ts';
import type { FailureCode } from '../shared/failure-codes.ts';
import type { Failure } from '../shared/result.ts';

export interface NetworkVerdictDependencies {
  readonly look: NetworkLook;
  readonly clock: Clock;
  /** The paired server's address; null without one. */
  readonly serverUrl: () => string | null;
  /** Hears what stands between; null: nothing that is known. */
  readonly onVerdict: (failure: Failure | null) => void;
}

/** Judges why the paired server is not reached, by what each poll comes to. */
export interface NetworkVerdict {
  /** How a poll ended; null: well, so that nothing stands between. */
  note(failure: Failure | null): void;
}

/** A poll that failed may be tried again within seconds. */
const LOOK_EVERY_MS = 20_000;
/** Failures that a log-in page, or a wrong address, makes as well as a server that is down. */
const SUSPECT: readonly FailureCode[] = [
  ...(['offline', 'timeout', 'untrusted', 'bad-answer', 'not-found', 'refused', 'too-large'] as const),
];

/** Nobody is asked before something fails; the verdict ends with the first poll that does not, or the first look that sees nothing. */
export function createNetworkVerdict(dependencies: NetworkVerdictDependencies): NetworkVerdict {
  const { look, clock, serverUrl, onVerdict } = dependencies;
  let lookedMs = Number.NEGATIVE_INFINITY;
  /** Rises with each poll that went well: a look that began before says nothing any more. */
  let rounds = 0;
  const judge = singleFlight(async (failed: FailureCode): Promise<void> => {
    const [url, round] = [serverUrl(), rounds];
    if (url === null) return;
    lookedMs = clock.monotonic();
    const obstacle = await look({ serverUrl: url, failed, isKnown: true });
    if (round === rounds) onVerdict(obstacle === null ? null : obstacleFailure(obstacle));
  });
  return {
    note: (failure) => {
      if (failure === null) {
        rounds += 1;
        lookedMs = Number.NEGATIVE_INFINITY;
        onVerdict(null);
      } else if (SUSPECT.includes(failure.code) && clock.monotonic() - lookedMs >= LOOK_EVERY_MS) {
        void judge(failure.code);
      }
    },
  };
}
