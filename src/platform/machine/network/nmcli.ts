import type { CodeOf } from '../../../shared/failure-codes.ts';
import { fail, ok, type Failed, type Result } from '../../../shared/result.ts';
import { runTool, type ToolAnswer, type ToolDependencies } from '../run-tool.ts';

export type NetworkCode = CodeOf<'network'>;

export interface NmcliDependencies extends ToolDependencies {
  readonly platform: NodeJS.Platform;
}

interface NmcliOptions {
  /** How long it may take, ms. */
  readonly limitMs?: number;
  /** What it reads, with which it is asked no more. For secrets: arguments stand in the list of processes. */
  readonly input?: string;
}

/** Has nmcli do something; answers what it said. Never rejects. */
export type AskNmcli = (
  args: readonly string[],
  options?: NmcliOptions,
) => Promise<Result<string, NetworkCode>>;

const LIMIT_MS = 4_000;
const LONGEST_REASON = 120;
/** How nmcli ends (nmcli(1), EXIT STATUS). */
const TIMEOUT = 3;
const NOT_RUNNING = 8;
const NOT_FOUND = 10;

/** What nmcli complains of, in its own words, and what that is here. */
const complaints: readonly (readonly [RegExp, NetworkCode, string])[] = [
  [/not running|Could not create NMClient/, 'network-unmanaged', 'NetworkManager does not run here.'],
  [
    /not authorized|Insufficient privileges|not permitted|PermissionDenied/i,
    'network-not-permitted',
    'This player may not change the network of this machine.',
  ],
  [/Secrets were required|no secrets/i, 'wifi-wrong-password', 'The network refused the password.'],
  [
    /network could not be found|No network with SSID|No access point with BSSID/i,
    'wifi-not-found',
    'The network is not in reach.',
  ],
  [/IP configuration/i, 'network-no-address', 'The network gave no address.'],
  [
    /wireless-security\.(?:psk|wep-key0): property is invalid/,
    'wifi-wrong-password',
    'No password of a network is like that.',
  ],
];

/** Asks the machine's NetworkManager by its own command line tool, where there is one. */
export function createNmcli(dependencies: NmcliDependencies): AskNmcli {
  return async (args, { limitMs = LIMIT_MS, input } = {}) => {
    if (dependencies.platform !== 'linux') return unmanaged();
    const answer = await runTool('nmcli', args, dependencies, {
      limitMs,
      ...(input === undefined ? {} : { input }),
    });
    return answer.kind === 'ended' && answer.code === 0 ? ok(answer.text) : failureOf(answer);
  };
}

function unmanaged(): Failed<NetworkCode> {
  return fail('network-unmanaged', 'This machine has no NetworkManager that could be asked.');
}

function failureOf(answer: ToolAnswer): Failed<NetworkCode> {
  if (answer.kind === 'missing') return unmanaged();
  if (answer.kind === 'killed' || answer.code === TIMEOUT)
    return fail('network-silent', 'NetworkManager did not answer in time.');
  if (answer.code === NOT_RUNNING) return unmanaged();
  // It asks for the password again where the first one was refused.
  if (questionsIn(answer.text) > 1) return fail('wifi-wrong-password', 'The network refused the password.');
  const [, code, message] = complaints.find(([words]) => words.test(answer.complaint)) ?? [];
  if (code !== undefined && message !== undefined) return fail(code, message);
  if (answer.code === NOT_FOUND)
    return fail('network-gone', 'This network connection is not there any more.');
  const reason = reasonOf(answer.complaint);
  return fail('network-failed', `NetworkManager failed: ${reason}`, { reason });
}

/** How often it asked for a password: by `Password: `, or by `Password (802-11-wireless-security.psk): `. */
function questionsIn(text: string): number {
  return text.split('\n').filter((line) => line.startsWith('Password: ') || line.startsWith('Password ('))
    .length;
}

function reasonOf(complaint: string): string {
  const line = complaint.split('\n').find((one) => one.startsWith('Error:')) ?? '';
  const printable = line.replaceAll(/[^\x20-\x7e]/g, '').replace(/^Error: /, '');
  return printable === '' ? 'it did not say why' : printable.slice(0, LONGEST_REASON);
}
