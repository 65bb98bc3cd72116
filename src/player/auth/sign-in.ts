import type { CodeOf } from '../../shared/failure-codes.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { Login, PlayerIdentity, ServerClient } from '../server/server-client.types.ts';
import type { Credentials } from './auth.types.ts';

/** With what a screen signs in: at least one of them. */
export interface SignInSecrets {
  readonly quickconnectCode?: string;
  readonly password?: string;
  /** An auth code that a file brought along (docs/server-contract.md, Local configuration). */
  readonly authCode?: string;
}

/** What a sign-in brings, as {@link Credentials} keep it. */
export type SignedIn = Pick<
  Credentials,
  | 'hostname'
  | 'playerId'
  | 'playerName'
  | 'groupId'
  | 'orientation'
  | 'authCode'
  | 'quickconnectCode'
  | 'password'
>;

/** The login that renews these credentials; null without a code and a password. */
export function loginOf({ hostname, quickconnectCode, password }: Credentials): Login | null {
  if (quickconnectCode === null && password === null) return null;
  return {
    hostname,
    ...(quickconnectCode === null ? {} : { quickconnectCode }),
    ...(password === null ? {} : { password }),
  };
}

/** Whether a failure means that the server has no such endpoint: an older one (docs/server-contract.md, Endpoints). */
export function hasNoSignIn(failure: Failure): boolean {
  return failure.code === 'not-found' || (failure.code === 'refused' && failure.params?.['status'] === 405);
}

/**
 * Signs in for the first time: by an auth code that is known already, else by code or password, else (on a server
 * that has no sign-in) by the older playlist call. Fails with `wrong-code`, `wrong-password`, `wrong-auth-code`,
 * `secret-missing`, `older-server-needs-code`, or what the client failed with.
 */
export async function signIn(
  client: Pick<ServerClient, 'verify' | 'authenticate' | 'playlist'>,
  hostname: string,
  secrets: SignInSecrets,
): Promise<Result<SignedIn>> {
  const { authCode, quickconnectCode, password } = secrets;
  const canSignIn = quickconnectCode !== undefined || password !== undefined;
  const kept = { quickconnectCode: quickconnectCode ?? null, password: password ?? null };
  if (authCode !== undefined) {
    const verified = await client.verify(authCode);
    if (verified.ok) return ok({ ...describe(verified.value, hostname), authCode, ...kept });
    const refused = verified.error.code === 'unauthorized' || hasNoSignIn(verified.error);
    if (!refused || !canSignIn) return refused ? wrong('auth-code') : verified;
  }
  if (!canSignIn) return fail('secret-missing', 'A code or a password is needed.', { field: 'secret' });
  const answer = await client.authenticate({
    hostname,
    ...(quickconnectCode === undefined ? {} : { quickconnectCode }),
    ...(password === undefined ? {} : { password }),
  });
  if (answer.ok) {
    return ok({ ...describe(answer.value, hostname), authCode: answer.value.authCode, ...kept });
  }
  if (answer.error.code === 'unauthorized')
    return wrong(quickconnectCode === undefined ? 'password' : 'code');
  return hasNoSignIn(answer.error) ? signInTheLegacyWay(client, hostname, secrets) : answer;
}

async function signInTheLegacyWay(
  client: Pick<ServerClient, 'playlist'>,
  hostname: string,
  { quickconnectCode, password }: SignInSecrets,
): Promise<Result<SignedIn>> {
  if (quickconnectCode === undefined) {
    return fail(
      'older-server-needs-code',
      'This older server knows no passwords; use the quick-connect code.',
      {
        field: 'secret',
      },
    );
  }
  const answer = await client.playlist({ kind: 'code', hostname, quickconnectCode });
  if (!answer.ok) return answer.error.code === 'unauthorized' ? wrong('code') : answer;
  return ok({
    hostname,
    playerId: null,
    playerName: hostname,
    groupId: null,
    orientation: null,
    authCode: null,
    quickconnectCode,
    password: password ?? null,
  });
}

function describe(
  identity: PlayerIdentity,
  hostname: string,
): Pick<SignedIn, 'hostname' | 'playerId' | 'playerName' | 'groupId' | 'orientation'> {
  const named = identity.hostname === '' ? hostname : identity.hostname;
  return {
    hostname: named,
    playerId: identity.playerId,
    playerName: identity.playerName === '' ? named : identity.playerName,
    groupId: identity.groupId,
    orientation: identity.orientation,
  };
}

function wrong(what: 'code' | 'password' | 'auth-code'): Result<never, CodeOf<'auth'>> {
  return fail(`wrong-${what}`, `The server does not know this name with this ${what}.`, { field: 'secret' });
}
