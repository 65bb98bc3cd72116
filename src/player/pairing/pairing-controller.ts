import type { Credentials } from '../auth/auth.types.ts';
import {
  agreeWithServer,
  pairWithServer,
  probeServer,
  type Agreement,
  type PairingDependencies,
  type PairingRequest,
} from './pairing.ts';
import { retryDelay } from '../../shared/back-off.ts';
import type { PairingStep, RequestInput, ServerProbe } from '../../shared/bridge.ts';
import type { ClockTimer } from '../../shared/clock.ts';
import { fail, type Failure, type Result } from '../../shared/result.ts';
import type { PairingTarget } from './pairing-target.ts';

const RETRY_BASE_MS = 5_000;

export interface PairingControllerHooks {
  readonly onStep: (step: PairingStep) => void;
  /** A file's pairing was kept: the new server works and is in use; what belonged to the old one may go. */
  readonly onPaired: (credentials: Credentials, target: PairingTarget) => Promise<void>;
  /** A person's pairing was accepted; whether it is kept at once is decided here. */
  readonly onAgreed: (agreement: Agreement) => Promise<Result<null>>;
  /** What keeps a provisioned screen from being paired; null: nothing any more. */
  readonly onProvisioning: (failure: Failure | null) => void;
}

/** Pairs the screen: once for a person who asks, and for a file again and again until it works. */
export interface PairingController {
  probe(address: string): Promise<Result<ServerProbe>>;
  /** A person's pairing; another one that is under way is given up for it. */
  pair(input: RequestInput<'pair'>): Promise<Result<null>>;
  cancel(): void;
  /** Pairs as a file or the environment says, with growing waits, until it works or a person pairs. */
  provision(target: PairingTarget): void;
  /** The network is back: a provisioning that waits tries now. */
  retryNow(): void;
  stop(): void;
}

/** One pairing runs at a time. */
export function createPairingController(
  dependencies: PairingDependencies,
  hooks: PairingControllerHooks,
): PairingController {
  const { clock, log } = dependencies;
  let running: AbortController | null = null;
  let target: PairingTarget | null = null;
  let timer: ClockTimer | null = null;
  let attempt = 0;

  const cancel = (): void => {
    running?.abort();
    running = null;
    timer?.cancel();
  };

  const run = async <Paired>(pairing: (signal: AbortSignal) => Promise<Paired>): Promise<Paired> => {
    cancel();
    const own = new AbortController();
    running = own;
    const paired = await pairing(own.signal);
    if (running === own) running = null;
    return paired;
  };

  const tryTarget = async (wanted: PairingTarget): Promise<void> => {
    const paired = await run((signal) =>
      pairWithServer(dependencies, { ...wanted.request, signal }, () => undefined),
    );
    if (target !== wanted) return;
    if (paired.ok) {
      target = null;
      hooks.onProvisioning(null);
      await hooks.onPaired(paired.value, wanted);
      return;
    }
    const { code, message } = paired.error;
    if (code === 'cancelled') return;
    hooks.onProvisioning(paired.error);
    const waitMs = waitAfter(paired.error, attempt, dependencies.random);
    attempt += 1;
    log.warn('The pairing that the settings ask for failed and is tried again', {
      code,
      reason: message,
      waitMs,
    });
    timer = clock.after(waitMs, () => void tryTarget(wanted));
  };

  return {
    probe: (address) => probeServer(dependencies, address),
    pair: async ({ address, hostname, secret, fingerprint, plainConsent }) => {
      const request: PairingRequest = {
        address,
        hostname,
        secrets: secret.kind === 'code' ? { quickconnectCode: secret.code } : { password: secret.password },
        trust: { by: 'installer', fingerprint, plainConsent },
      };
      const agreed = await run((signal) =>
        agreeWithServer(dependencies, { ...request, signal }, hooks.onStep),
      );
      const done = agreed.ok ? await hooks.onAgreed(agreed.value) : agreed;
      if (!done.ok) {
        if (target !== null && done.error.code !== 'cancelled') timer = retryTarget(target);
        return done;
      }
      target = null;
      hooks.onProvisioning(null);
      return done;
    },
    cancel: () => {
      cancel();
      if (target !== null) timer = retryTarget(target);
    },
    provision: (wanted) => {
      target = wanted;
      attempt = 0;
      void tryTarget(wanted);
    },
    retryNow: () => {
      if (target === null || running !== null) return;
      timer?.cancel();
      void tryTarget(target);
    },
    stop: () => {
      target = null;
      cancel();
    },
  };

  function retryTarget(wanted: PairingTarget): ClockTimer {
    return clock.after(RETRY_BASE_MS, () => void tryTarget(wanted));
  }
}

/** At least the budget's gap between two sign-ins (docs/server-contract.md, Budgets), and what the server asked for. */
function waitAfter(failure: Failure, attempt: number, random: () => number): number {
  return retryDelay(failure, attempt, { baseMs: RETRY_BASE_MS, floorMs: RETRY_BASE_MS }, random);
}

/** What a request answers that needs a paired server when there is none. */
export function notPaired(): Result<never> {
  return fail('not-paired', 'This screen is not paired with a server yet.');
}
