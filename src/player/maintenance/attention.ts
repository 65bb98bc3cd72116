import { failureCodesByStage, type FailureCode } from '../../shared/failure-codes.ts';
import { actionFor, type ProblemAction } from '../../shared/problem-actions.ts';
import type { StatusReading } from '../heartbeat/peek-status-file.ts';

/** Something that is wrong, in a sentence, and what mends it where that is known. */
export interface Attention {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
}

/** What the buttons of the hidden settings do, for whoever reads it in a terminal. */
const remedies: Readonly<Record<ProblemAction, string>> = {
  compare:
    'Compare both fingerprints in the hidden settings, Server, and accept the new certificate if it is yours.',
  doctor: '`digiplayer doctor` looks at the connection and the data folder step by step.',
  fetch: 'Correct the item on the server; the screen asks again by itself, or at “Fetch the playlist now”.',
  'keep-awake': 'Turn power saving off in the settings of the system.',
  pair: 'Pair the screen again in the hidden settings, Server.',
  retry: 'Press “Retry failed items” in the hidden settings, Storage, once the file is mended.',
  storage: 'Free space on the disk, or raise the limit in the hidden settings, Storage.',
};

const codes: ReadonlySet<string> = new Set(Object.values(failureCodesByStage).flat());

/** What needs somebody's attention, most important first. `silent`: the player has said nothing for a while. */
export function attentionOf(status: StatusReading, running: 'yes' | 'silent'): readonly Attention[] {
  const problems = status.problems.map(({ code, message }) => ({ code, message, remedy: remedyOf(code) }));
  return [...(running === 'silent' ? [silence(status)] : []), ...ofState(status), ...problems];
}

function remedyOf(code: string): string | null {
  const action = isFailureCode(code) ? actionFor(code) : null;
  return action === null ? null : remedies[action];
}

function isFailureCode(code: string): code is FailureCode {
  return codes.has(code);
}

/** Each of these keeps a wall from showing what it should, whatever else is listed. */
function ofState({ state, connection, problems, recoveries }: StatusReading): Attention[] {
  const found: Attention[] = [];
  if (state === 'unpaired') {
    const remedy = 'Type the address and the code on the screen, or give it a provisioning file.';
    found.push({ code: 'unpaired', message: 'The screen is not paired with a server.', remedy });
  } else if (connection !== 'online' && problems.length === 0) {
    found.push({ code: 'offline', message: 'The server was not reached.', remedy: remedies.doctor });
  }
  if (recoveries.safe_mode) {
    const message = 'Only images are shown, since everything else kept failing.';
    found.push({ code: 'safe-mode', message, remedy: remedies.retry });
  }
  return found;
}

function silence({ written_at: writtenAt, pid }: StatusReading): Attention {
  return {
    code: 'silent',
    message: `Nothing was heard of the player since ${writtenAt ?? 'its start'} (process ${pid}).`,
    remedy: 'Look at the screen, and restart the player if it stands still.',
  };
}
