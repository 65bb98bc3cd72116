import type { Credentials } from '../auth/auth.types.ts';
import {
  agreeWithServer,
  pairWithServer,
  probeServer,
  type Agreement,
  type PairingDependencies,
  type PairingRequest,
} from './pairing.ts';
import { isSharedLimit, retryDelay, sharedLimitDelay } from '../../shared/back-off.ts';
import type { PairingStep, RequestInput, ServerProbe } from '../../shared/bridge.ts';
import type { ClockTimer } from '../../shared/clock.ts';
import { fail, type Failure, type Result } from '../../shared/result.ts';
import type { PairingTarget } from './pairing-target.ts';

const RETRY_BASE_MS = 5_000;

export interface PairingControllerHooks {
  readonly onStep: (step: PairingStep) => void;
  /**
   * A file's pairing was kept: the new server works and is in use; what belonged to the old one may go. `wasCrowded`: its limit of
   * sign-ins refused an earlier try, since other screens share the address.
   */
  readonly onPaired: (credentials: Credentials, target: PairingTarget, wasCrowded: boolean) => Promise<void>;
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
  /** The network is back: a provisioning that waits tries now, unless the server's limit bids it wait. */
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
  let refusals = 0;
  /** Before this moment (monotonic, ms) the server's limit would refuse again. */
  let limitedUntilMs = 0;

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
      await hooks.onPaired(paired.value, wanted, refusals > 0);
      return;
    }
    const { code, message } = paired.error;
    if (code === 'cancelled') return;
    hooks.onProvisioning(paired.error);
    const waitMs = noteFailure(paired.error);
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
      refusals = 0;
      limitedUntilMs = 0;
      void tryTarget(wanted);
    },
    retryNow: () => {
      if (target === null || running !== null || limitedForMs() > 0) return;
      timer?.cancel();
      void tryTarget(target);
    },
    stop: () => {
      target = null;
      cancel();
    },
  };

  function retryTarget(wanted: PairingTarget): ClockTimer {
    return clock.after(Math.max(RETRY_BASE_MS, limitedForMs()), () => void tryTarget(wanted));
  }

  function limitedForMs(): number {
    return Math.max(0, limitedUntilMs - clock.monotonic());
  }

  /** Answers how long to wait: at least the budget's gap between two sign-ins, and what the server asked for. */
  function noteFailure(failure: Failure): number {
    const { random } = dependencies;
    if (isSharedLimit(failure)) {
      const limitedMs = sharedLimitDelay(failure, refusals, random);
      refusals += 1;
      limitedUntilMs = clock.monotonic() + limitedMs;
      return limitedMs;
    }
    const waitMs = retryDelay(failure, attempt, { baseMs: RETRY_BASE_MS, floorMs: RETRY_BASE_MS }, random);
    attempt += 1;
    return waitMs;
  }
}

/** What a request answers that needs a paired server when there is none. */
export function notPaired(): Result<never> {
  return fail('not-paired', 'This screen is not paired with a server yet.');
}
