import { randomBytes } from 'node:crypto';
import { wait, type Clock } from '../../../shared/clock.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AskNmcli, NetworkCode } from './nmcli.ts';
import { readDevices } from './network-state.ts';
import { deleteProfile, goBackTo, namesOfProfiles, OWN_PROFILE } from './profiles.ts';
import { ACCESS_POINT_FIELDS, parseAccessPoints, type AccessPoint } from './wifi-list.ts';

/** What a person chose, or typed: `password` null for an open one; `isHidden`: it does not tell its name. */
export interface WifiChoice {
  /** The bytes of the name in hexadecimal digits. */
  readonly ssid: string;
  readonly password: string | null;
  readonly isHidden: boolean;
}

/** From the press to the address. */
const JOIN_LIMIT_MS = 15_000;
/** A hidden one answers to its name within the time of a look at all channels. */
const HIDDEN_LOOKS_MS = [1_000, 2_000, 3_000];
/** To tell nmcli's own end of the time from one that hangs. */
const SLACK_MS = 1_000;
const RESCAN_LIMIT_MS = 12_000;
/** nmcli takes an argument as bytes that are not a NUL, and Node only text. */
const isText = (ssid: string): boolean =>
  !Buffer.from(ssid, 'hex').includes(0) &&
  Buffer.from(Buffer.from(ssid, 'hex').toString('utf8')).equals(Buffer.from(ssid, 'hex'));

/** The access points in reach: those known at once, or after another look at all channels. */
export async function listAccessPoints(
  nmcli: AskNmcli,
  rescan: boolean,
): Promise<Result<readonly AccessPoint[], NetworkCode>> {
  const said = await nmcli(
    ['-t', '-f', ACCESS_POINT_FIELDS, 'device', 'wifi', 'list', '--rescan', rescan ? 'yes' : 'no'],
    rescan ? { limitMs: RESCAN_LIMIT_MS } : {},
  );
  return said.ok ? ok(parseAccessPoints(said.value)) : said;
}

/**
 * Joins a network by a profile of its own. Where that fails, the profile is gone again and the network before is brought back;
 * where it does not, an older profile of the player for the same network goes.
 */
export async function joinWifi(
  nmcli: AskNmcli,
  choice: WifiChoice,
  clock: Clock,
): Promise<Result<null, NetworkCode>> {
  const end = clock.monotonic() + JOIN_LIMIT_MS;
  const devices = await readDevices(nmcli);
  if (!devices.ok) return devices;
  const antenna =
    devices.value.find(({ kind, isConnected }) => kind === 'wifi' && isConnected) ??
    devices.value.find(({ kind }) => kind === 'wifi');
  if (antenna === undefined) return fail('wifi-not-found', 'This machine has no Wi-Fi adapter.');
  const prefix = `${OWN_PROFILE} ${choice.ssid} `;
  const name = `${prefix}${randomBytes(4).toString('hex')}`;
  const joined = await connect(nmcli, choice, { device: antenna.device, name, clock, end });
  if (joined.ok) {
    const older = (await namesOfProfiles(nmcli)).filter((one) => one.startsWith(prefix) && one !== name);
    for (const one of older) await deleteProfile(nmcli, one);
    return ok(null);
  }
  await deleteProfile(nmcli, name);
  if (antenna.profile !== null) await goBackTo(nmcli, antenna.device, antenna.profile);
  return joined;
}

interface Attempt {
  readonly device: string;
  /** Of the profile that is made. */
  readonly name: string;
  readonly clock: Clock;
  /** When the time is over, monotonic ms. */
  readonly end: number;
}

async function connect(
  nmcli: AskNmcli,
  choice: WifiChoice,
  attempt: Attempt,
): Promise<Result<null, NetworkCode>> {
  if (choice.isHidden) return connectHidden(nmcli, choice, attempt);
  const points = await listAccessPoints(nmcli, false);
  if (!points.ok) return points;
  const same = points.value.filter(({ ssid }) => ssid === choice.ssid);
  const wanted = choice.password === null ? 'open' : 'password';
  const point = same.find(({ security }) => security === wanted);
  if (point !== undefined) return connectTo(nmcli, point.bssid, choice, attempt);
  const [other] = same;
  if (other === undefined) return fail('wifi-not-found', 'The network is not in reach.');
  return other.security === 'enterprise'
    ? fail('wifi-enterprise', 'This network asks for more than a password; set it up at the machine.')
    : fail('wifi-needs-password', 'This network asks for a password.');
}

/** It answers only when it is called by its name, and then stands in the list for a while. */
async function connectHidden(
  nmcli: AskNmcli,
  choice: WifiChoice,
  attempt: Attempt,
): Promise<Result<null, NetworkCode>> {
  if (!isText(choice.ssid)) return fail('wifi-not-found', 'The network is not in reach.');
  const ssid = Buffer.from(choice.ssid, 'hex').toString('utf8');
  let last: Result<null, NetworkCode> = fail('wifi-not-found', 'The network is not in reach.');
  for (const waitMs of HIDDEN_LOOKS_MS) {
    // Refused shortly after another one, which then looks as well.
    await nmcli(['device', 'wifi', 'rescan', 'ifname', attempt.device, 'ssid', ssid]);
    await wait(attempt.clock, waitMs);
    last = await connectTo(nmcli, ssid, choice, attempt, ['hidden', 'yes']);
    if (last.ok || last.error.code !== 'wifi-not-found') return last;
  }
  return last;
}

/** The password goes in as what nmcli reads when it asks for it, since other users can read arguments. */
async function connectTo(
  nmcli: AskNmcli,
  target: string,
  { password }: WifiChoice,
  { device, name, clock, end }: Attempt,
  more: readonly string[] = [],
): Promise<Result<null, NetworkCode>> {
  const leftMs = Math.max(SLACK_MS, end - clock.monotonic() - SLACK_MS);
  const ask = password === null ? [] : ['--ask'];
  const said = await nmcli(
    [
      ...[...ask, '--wait', String(Math.ceil(leftMs / 1_000))],
      ...['device', 'wifi', 'connect', target, 'ifname', device, 'name', name, ...more],
    ],
    { limitMs: leftMs + SLACK_MS, ...(password === null ? {} : { input: `${password}\n` }) },
  );
  if (said.ok) return ok(null);
  return said.error.code === 'network-silent'
    ? fail('wifi-too-slow', 'The network did not let this screen in within 15 seconds.')
    : said;
}
