import { expect, it } from 'vitest';
import { mergeNetworks } from '../../../../renderer/network/merge-networks.ts';
import type { WifiNetwork } from '../../../../src/shared/network.ts';

const heard = (
  name: string,
  strength: number,
  security: WifiNetwork['security'] = 'password',
): WifiNetwork => ({
  ssid: name,
  name,
  strength,
  security,
  isInUse: false,
});

it('leaves what is shown in its place, with its new strength, and puts what is new below', () => {
  const shown = [heard('A', 80), heard('B', 60), heard('C', 40)];
  const merged = mergeNetworks(shown, [
    heard('C', 95),
    heard('D', 90),
    heard('A', 70),
    heard('A', 65, 'open'),
  ]);
  expect(merged.map(({ name, strength, security }) => `${name} ${String(strength)} ${security}`)).toEqual([
    'A 70 password',
    'B 60 password',
    'C 95 password',
    'D 90 password',
    'A 65 open',
  ]);
});
