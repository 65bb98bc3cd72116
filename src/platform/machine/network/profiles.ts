import type { AskNmcli } from './nmcli.ts';
import { readDevices } from './network-state.ts';
import { parseTerse } from './terse.ts';

/** How the name of every profile begins that the player made; only such are ever deleted. */
export const OWN_PROFILE = 'DigiPlayer';

/** The names of the profiles that the player made. */
export async function namesOfProfiles(nmcli: AskNmcli): Promise<readonly string[]> {
  const said = await nmcli(['-t', '-f', 'UUID,NAME', 'connection', 'show']);
  if (!said.ok) return [];
  return parseTerse(said.value, 2)
    .map(([, name = '']) => name)
    .filter((name) => name.startsWith(`${OWN_PROFILE} `));
}

/** Deletes a profile of the player's own; tells whether it is gone. */
export async function deleteProfile(nmcli: AskNmcli, name: string): Promise<boolean> {
  const deleted = await nmcli(['connection', 'delete', 'id', name]);
  return deleted.ok || deleted.error.code === 'network-gone';
}

/** Has a device be as it was by this profile, unless it is already; waits for nothing, since NetworkManager goes on by itself. */
export async function goBackTo(nmcli: AskNmcli, device: string, profile: string): Promise<void> {
  const devices = await readDevices(nmcli);
  const now = devices.ok ? devices.value.find((one) => one.device === device)?.profile : null;
  if (now === profile) return;
  await nmcli(['--wait', '0', 'connection', 'up', 'uuid', profile, 'ifname', device]);
}
