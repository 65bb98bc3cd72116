import { randomBytes } from 'node:crypto';
import type { FixedAddress } from '../../../shared/ipv4.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { AskNmcli, NetworkCode } from './nmcli.ts';
import { readDevices } from './network-state.ts';
import { deleteProfile, goBackTo, namesOfProfiles, OWN_PROFILE } from './profiles.ts';

/** A profile with another address that is tried: it lies in memory only, so that a power cut ends it. */
export interface TriedProfile {
  readonly device: string;
  readonly name: string;
  /** The profile that it was made from; null: the device had none. */
  readonly before: string | null;
}

/** NetworkManager has an address ready in a second or two; one from the network may take its time. */
const UP_SECONDS = 10;
const MS_PER_SECOND = 1_000;

/** Makes the profile in which `device` has `address` (null: what the network gives) beside the one in use, which stays as it is. */
export async function makeTriedProfile(
  nmcli: AskNmcli,
  device: string,
  address: FixedAddress | null,
): Promise<Result<TriedProfile, NetworkCode>> {
  const devices = await readDevices(nmcli);
  if (!devices.ok) return devices;
  const found = devices.value.find((one) => one.device === device);
  if (found === undefined || (found.kind === 'wifi' && found.profile === null))
    return fail('network-gone', 'This network connection is not there any more.');
  const before = found.profile;
  const name = `${OWN_PROFILE} address ${device} ${randomBytes(4).toString('hex')}`;
  const tried = { device, name, before };
  const made = await (before === null
    ? nmcli([...['connection', 'add', 'save', 'no', 'type', 'ethernet'], 'ifname', device, 'con-name', name])
    : nmcli(['connection', 'clone', '--temporary', 'uuid', before, name]));
  if (!made.ok) return made;
  const set = await nmcli(['connection', 'modify', '--temporary', 'id', name, ...propertiesOf(address)]);
  if (set.ok) return ok(tried);
  await deleteProfile(nmcli, name);
  return set;
}

/** Has the device go by it. */
export function goByTried(
  nmcli: AskNmcli,
  { name, device }: TriedProfile,
): Promise<Result<string, NetworkCode>> {
  return nmcli(['--wait', String(UP_SECONDS), 'connection', 'up', 'id', name, 'ifname', device], {
    limitMs: (UP_SECONDS + 1) * MS_PER_SECOND,
  });
}

/** Has the device go by what it had before; tells whether the tried profile is gone. */
export async function undoTried(nmcli: AskNmcli, { name, device, before }: TriedProfile): Promise<boolean> {
  if (before !== null) await goBackTo(nmcli, device, before);
  return deleteProfile(nmcli, name);
}

/** Writes it down for good; older profiles of the player for an address of this device go. The others stay as they were. */
export async function keepTried(
  nmcli: AskNmcli,
  { name, device }: TriedProfile,
): Promise<Result<null, NetworkCode>> {
  const kept = await nmcli(['connection', 'modify', 'id', name, 'connection.autoconnect', 'yes']);
  if (!kept.ok) return kept;
  const older = (await namesOfProfiles(nmcli)).filter(
    (one) => one.startsWith(`${OWN_PROFILE} address ${device} `) && one !== name,
  );
  for (const one of older) await deleteProfile(nmcli, one);
  return ok(null);
}

function propertiesOf(address: FixedAddress | null): readonly string[] {
  const { dns = [], gateway = null } = address ?? {};
  return [
    ...['ipv4.method', address === null ? 'auto' : 'manual'],
    ...['ipv4.addresses', address === null ? '' : `${address.address}/${String(address.prefix)}`],
    ...['ipv4.gateway', gateway ?? ''],
    ...['ipv4.dns', dns.join(',')],
    // Only what was kept comes back by itself.
    ...['connection.autoconnect', 'no'],
  ];
}
