import { expect, it } from 'vitest';
import { createNmcli } from '../../../../../src/platform/machine/network/nmcli.ts';
import { createSystemClock } from '../../../../../src/shared/clock.ts';
import { makeFakeTools } from '../../../../support/fake-tools.ts';

async function answerTo(script: string, input?: string): Promise<unknown> {
  const fakes = makeFakeTools();
  fakes.add('nmcli', script);
  const nmcli = createNmcli({
    environment: { PATH: fakes.folder },
    clock: createSystemClock(),
    platform: 'linux',
  });
  const answer = await nmcli(['device'], { limitMs: 15_000, ...(input === undefined ? {} : { input }) });
  return answer.ok ? answer.value : answer.error.code;
}

it('answers what is said, and hands on what it reads', async () => {
  expect(await answerTo('read line; echo "said $line"', 'open sesame\n')).toBe('said open sesame\n');
  expect(await answerTo('read line || echo nothing')).toBe('nothing\n');
});

it('is no failure of one that reads nothing of a long input', async () => {
  expect(await answerTo('echo done', 'x'.repeat(1_000_000))).toBe('done\n');
});

it.each([
  ['echo "Error: NetworkManager is not running." >&2; exit 8', 'network-unmanaged'],
  [
    'echo "Error: Could not create NMClient object: Could not connect: No such file." >&2; exit 1',
    'network-unmanaged',
  ],
  ['echo "Error: Failed to modify connection: Insufficient privileges" >&2; exit 1', 'network-not-permitted'],
  ['echo "Error: Not authorized to control networking." >&2; exit 4', 'network-not-permitted'],
  ['echo "Error: Timeout 12 sec expired." >&2; exit 3', 'network-silent'],
  [
    'echo "Error: Connection activation failed: (7) Secrets were required, but not provided." >&2; exit 4',
    'wifi-wrong-password',
  ],
  [
    'echo "Error: Failed to add/activate new connection: 802-11-wireless-security.psk: property is invalid" >&2; exit 4',
    'wifi-wrong-password',
  ],
  // Newer ones ask again where the first answer was refused, and end when there is none.
  [
    'echo "Password (802-11-wireless-security.psk): ***"; echo "Password (802-11-wireless-security.psk): "; exit 1',
    'wifi-wrong-password',
  ],
  ['echo "Password: ***"; echo "Error: it broke" >&2; exit 1', 'network-failed'],
  [
    'echo "Error: Connection activation failed: The Wi-Fi network could not be found" >&2; exit 4',
    'wifi-not-found',
  ],
  ['echo "Error: No network with SSID \'x\' found." >&2; exit 10', 'wifi-not-found'],
  ['echo "Error: unknown connection \'x\'." >&2; exit 10', 'network-gone'],
  [
    'echo "Error: Connection activation failed: IP configuration could not be reserved." >&2; exit 4',
    'network-no-address',
  ],
  ['exit 1', 'network-failed'],
])('takes %j as %s', async (script, code) => {
  expect(await answerTo(script)).toBe(code);
});
