import type { Log } from '../../platform/logging/log.ts';
import { wait, type Clock, type ClockTimer } from '../../shared/clock.ts';
import { createEvents } from '../../shared/events.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { PlayerIdentity, PlaylistAccess, ServerClient } from '../server/server-client.types.ts';
import { isSharedLimit, sharedLimitDelay } from '../../shared/back-off.ts';
import type { Auth, AuthEvent, AuthStatus, Credentials, SessionBeginning, Vault } from './auth.types.ts';
import {
  advanceLifeCycle,
  beginLifeCycle,
  nextCallIn,
  SHORTEST_GAP_MS,
  signedInNewly,
  type LifeCycleEvent,
} from './life-cycle.ts';
import { hasNoSignIn, loginOf } from './sign-in.ts';
import { singleFlight } from '../../shared/async.ts';

export interface AuthDependencies {
  readonly client: Pick<ServerClient, 'verify' | 'authenticate'>;
  readonly vault: Pick<Vault, 'update'>;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Setting `verifySeconds`. */
  readonly verifyMs: number;
  readonly beginning: SessionBeginning;
}

type CallOutcome = Result<PlayerIdentity | null>;

/** The {@link Auth} of one paired server; what happens when is decided by `life-cycle.ts`. */
export function createAuth(dependencies: AuthDependencies): Auth {
  const { client, clock, log, random } = dependencies;
  const events = createEvents<AuthEvent>();
  let credentials = dependencies.credentials;
  let state = beginLifeCycle(credentials.authCode === null, dependencies.beginning, clock.monotonic());
  let problem: Failure | null = null;
  let timer: ClockTimer | null = null;
  let stopping: AbortController | null = null;

  const status = (): AuthStatus => ({ authState: state.authState, legacy: state.legacy, problem });

  const emit = events.tell;

  const become = (next: typeof state, nextProblem: Failure | null): void => {
    const changed =
      next.authState !== state.authState ||
      next.legacy !== state.legacy ||
      nextProblem?.code !== problem?.code;
    state = next;
    problem = nextProblem;
    if (changed) emit({ kind: 'status', status: status() });
  };

  const happen = (event: LifeCycleEvent, nextProblem: Failure | null): void => {
    become(advanceLifeCycle(state, event), nextProblem);
  };

  const moment = (): { at: number; random: number } => ({ at: clock.monotonic(), random: random() });

  const adopt = async (identity: PlayerIdentity, authCode: string | null): Promise<void> => {
    const before = credentials;
    const now = mergeIdentity(before, identity, authCode);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    credentials = now;
    emit({ kind: 'identity', now });
    const written = await dependencies.vault.update(now);
    if (!written.ok) log.warn('The renewed sign-in could not be stored; it is in force until the next start');
  };

  const noteFailure = (failure: Failure): CallOutcome => {
    if (isSharedLimit(failure)) {
      const waitMs = sharedLimitDelay(failure, state.failures, random);
      happen({ kind: 'limited', at: clock.monotonic(), waitMs }, failure);
      return { ok: false, error: failure };
    }
    const seconds = failure.params?.['retryAfterSeconds'];
    const retryAfterMs = typeof seconds === 'number' ? seconds * 1000 : null;
    happen({ kind: 'failed', ...moment(), retryAfterMs }, failure);
    return { ok: false, error: failure };
  };

  const verify = async (authCode: string): Promise<CallOutcome> => {
    const answer = await client.verify(authCode);
    if (answer.ok) {
      happen({ kind: 'accepted' }, null);
      await adopt(answer.value, null);
      return answer;
    }
    const canRenew = loginOf(credentials) !== null;
    const refused = answer.error.code === 'unauthorized' || (hasNoSignIn(answer.error) && canRenew);
    if (!refused) return noteFailure(answer.error);
    // An auth code that was renewed while this answer was on its way is not the one that was refused.
    if (credentials.authCode === authCode) {
      happen({ kind: 'auth-code-refused', canRenew, ...moment() }, canRenew ? null : answer.error);
    }
    return answer;
  };

  const renew = async (): Promise<CallOutcome> => {
    const login = loginOf(credentials);
    if (login === null) return noteFailure(noSecret());
    const answer = await client.authenticate(login);
    if (answer.ok) {
      become(signedInNewly(state), null);
      log.info('Signed in anew');
      await adopt(answer.value, answer.value.authCode);
      return answer;
    }
    if (hasNoSignIn(answer.error)) {
      const canAskOlder = credentials.quickconnectCode !== null;
      happen({ kind: 'no-sign-in', canAskOlder, ...moment() }, canAskOlder ? null : answer.error);
      return canAskOlder ? ok(null) : answer;
    }
    if (answer.error.code !== 'unauthorized') return noteFailure(answer.error);
    log.warn('The server refuses the code or password of this screen');
    happen({ kind: 'sign-in-refused', ...moment() }, answer.error);
    return answer;
  };

  /** One authentication call at a time; whoever asks meanwhile gets the same answer. */
  const callOnce = singleFlight((): Promise<CallOutcome> => perform().finally(schedule));

  async function perform(): Promise<CallOutcome> {
    timer?.cancel();
    happen({ kind: 'call-began', at: clock.monotonic() }, problem);
    const { authCode } = credentials;
    return state.next === 'verify' && authCode !== null ? verify(authCode) : renew();
  }

  function schedule(): void {
    timer?.cancel();
    if (stopping === null) return;
    const delay = nextCallIn(state, { at: clock.monotonic(), random, verifyMs: dependencies.verifyMs });
    timer = clock.after(delay, () => {
      void callOnce();
    });
  }

  /** Waits for the player's own gap, but not for a long back-off: a poll must not hang for minutes. */
  const renewSoon = singleFlight(async (refused: string): Promise<boolean> => {
    const isRenewed = (): boolean => credentials.authCode !== refused;
    await callOnce.current();
    if (isRenewed()) return true;
    const delay = state.earliestAt - clock.monotonic();
    if (delay > SHORTEST_GAP_MS) return false;
    timer?.cancel();
    if (delay > 0 && !(await wait(clock, delay, stopping?.signal))) return false;
    // A person may have had it renewed meanwhile.
    return isRenewed() || (await callOnce()).ok;
  });

  const renewFor = (refused: PlaylistAccess): Promise<boolean> => {
    if (refused.kind === 'code') {
      happen({ kind: 'sign-in-refused', ...moment() }, refusedFailure());
      schedule();
      return Promise.resolve(false);
    }
    if (credentials.authCode !== refused.authCode) return Promise.resolve(true);
    // After a refused sign-in the back-off decides; a 401 of a poll tells nothing new.
    if (state.next === 'verify') {
      const canRenew = loginOf(credentials) !== null;
      happen({ kind: 'auth-code-refused', canRenew, ...moment() }, canRenew ? problem : refusedFailure());
      if (!canRenew) return Promise.resolve(false);
    }
    return renewSoon(refused.authCode);
  };

  const withAccess: Auth['withAccess'] = async (call) => {
    const access = accessOf(credentials, state.legacy);
    if (access === null) return { ok: false, error: noSecret() };
    const answer = await call(access);
    if (answer.ok && state.authState !== 'authorized') happen({ kind: 'accepted' }, null);
    if (answer.ok || answer.error.code !== 'unauthorized') return answer;
    const renewed = await renewFor(access);
    const again = renewed ? accessOf(credentials, state.legacy) : null;
    return again === null ? answer : call(again);
  };

  return {
    status,
    credentials: () => credentials,
    start: () => {
      stopping ??= new AbortController();
      schedule();
    },
    stop: () => {
      stopping?.abort();
      stopping = null;
      timer?.cancel();
    },
    verifyNow: () => callOnce(),
    withAccess,
    onChange: events.listen,
  };
}

/** The access in force: the bearer, or on an older server the host name and code. */
function accessOf(credentials: Credentials, legacy: boolean): PlaylistAccess | null {
  const { playerId, authCode, hostname, quickconnectCode } = credentials;
  if (!legacy && playerId !== null && authCode !== null) return { kind: 'bearer', playerId, authCode };
  return quickconnectCode === null ? null : { kind: 'code', hostname, quickconnectCode };
}

/** What the server says wins; what it leaves out stays. */
function mergeIdentity(before: Credentials, identity: PlayerIdentity, authCode: string | null): Credentials {
  return {
    ...before,
    playerId: identity.playerId,
    playerName: identity.playerName === '' ? before.playerName : identity.playerName,
    hostname: identity.hostname === '' ? before.hostname : identity.hostname,
    groupId: identity.groupId,
    orientation: identity.orientation ?? before.orientation,
    authCode: authCode ?? before.authCode,
  };
}

function noSecret(): Failure {
  return fail(
    'unauthorized',
    'The server refuses this screen, and there is no code or password to sign in anew.',
  ).error;
}

function refusedFailure(): Failure {
  return fail('unauthorized', 'The server refuses this screen; it must be paired again.').error;
}
