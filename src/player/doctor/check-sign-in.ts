import type { PlaylistAccess, ServerClient } from '../server/server-client.types.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { callFinding, callTimedOut } from './call-finding.ts';
import type { CredentialsReading, DoctorCredentials } from './doctor.types.ts';
import { finding, showable } from './finding.ts';
import { within, type CheckLimits } from './within.ts';

/** What was found, and the access with which the playlist can be asked for; null when there is none. */
export interface SignInExamination {
  readonly finding: DoctorFinding;
  readonly access: PlaylistAccess | null;
}

/**
 * Why no secret may go to this address, whatever its certificate says: the screen is not paired, it is paired with another
 * server, or its secrets cannot be opened here. Null when the credentials belong to it.
 */
export function signInObstacle(reading: CredentialsReading, serverUrl: string): DoctorFinding | null {
  switch (reading.kind) {
    case 'none':
      return finding('sign-in', 'skipped', 'skipped-unpaired', {
        message: 'This screen is not paired, so there is no sign-in to look at.',
        remedy: 'Pair it on the pairing screen or by a configuration file.',
      });
    case 'sealed':
      return finding('sign-in', 'skipped', 'skipped-credentials-sealed', {
        message: "The sign-in is sealed by the system's keyring, which only the running player can open.",
        remedy: 'Run the doctor from the hidden settings of the screen.',
      });
    case 'unreadable':
      return finding('sign-in', 'bad', 'credentials-unreadable', {
        message: 'The stored sign-in is damaged, or belongs to another machine.',
        remedy: 'Pair this screen again.',
      });
    case 'credentials':
      return reading.credentials.serverUrl === serverUrl ? null : otherServer(reading.credentials.serverUrl);
  }
}

function otherServer(paired: string): DoctorFinding {
  return finding('sign-in', 'skipped', 'skipped-other-server', {
    message: `This screen is paired with ${paired}, so its sign-in is not shown to this server.`,
    params: { paired },
  });
}

/** Asks the server whether the stored auth code still stands. */
export async function checkSignIn(
  client: ServerClient,
  credentials: DoctorCredentials,
  limits: CheckLimits,
): Promise<SignInExamination> {
  const { authCode, playerId, hostname, quickconnectCode } = credentials;
  if (playerId === null) return olderServer(hostname, quickconnectCode);
  if (authCode === null) return { finding: refused(), access: null };
  const ended = await within(limits, () => client.verify(authCode));
  if (ended.kind === 'timed-out') return { finding: callTimedOut('sign-in'), access: null };
  if (ended.value.ok) {
    const name = showable(ended.value.value.playerName);
    return {
      finding: finding('sign-in', 'good', 'sign-in-good', {
        message: `The server knows this screen as ${name}.`,
        params: { name },
      }),
      access: { kind: 'bearer', playerId, authCode },
    };
  }
  const { error } = ended.value;
  if (error.code === 'unauthorized') return { finding: refused(), access: null };
  // Too many sign-ins say nothing against the playlist, which is not counted with them (docs/server-contract.md, Budgets).
  const access: PlaylistAccess | null =
    error.code === 'rate-limited' ? { kind: 'bearer', playerId, authCode } : null;
  return { finding: callFinding('sign-in', error), access };
}

function refused(): DoctorFinding {
  return finding('sign-in', 'bad', 'sign-in-refused', {
    message: 'The server does not accept the sign-in of this screen any more.',
    remedy: "Check on the server that this screen's entry still exists, then pair the screen again.",
  });
}

function olderServer(hostname: string, quickconnectCode: string | null): SignInExamination {
  if (quickconnectCode === null) return { finding: refused(), access: null };
  return {
    finding: finding('sign-in', 'good', 'sign-in-older', {
      message: 'This older server has no sign-in; the playlist is asked for with the quick-connect code.',
    }),
    access: { kind: 'code', hostname, quickconnectCode },
  };
}
