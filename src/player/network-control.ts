import { z } from 'zod';
import { createTrial, type Tried } from './trial.ts';
import type { Log } from '../platform/logging/log.ts';
import {
  goByTried,
  keepTried,
  makeTriedProfile,
  undoTried,
  type TriedProfile,
} from '../platform/machine/network/address-profile.ts';
import { isInReach } from '../platform/machine/network/gateway-reach.ts';
import { checkConnectivity, readNetwork } from '../platform/machine/network/network-state.ts';
import { createNmcli } from '../platform/machine/network/nmcli.ts';
import { ssidName } from '../platform/machine/network/ssid-name.ts';
import { joinWifi, listAccessPoints } from '../platform/machine/network/wifi-join.ts';
import { networksOf } from '../platform/machine/network/wifi-list.ts';
import type { KeyValueStore } from '../platform/store/key-value-store.ts';
import { readKept } from '../platform/store/read-kept.ts';
import type { BridgeHandlers } from '../shared/answer-bridge.ts';
import { waitAtMost, type Clock } from '../shared/clock.ts';
import type { FixedAddress } from '../shared/ipv4.ts';
import type { networkRequests } from '../shared/network.ts';
import { fail, ok, type Result } from '../shared/result.ts';

export interface NetworkControlDependencies {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly keyValues: KeyValueStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the machine at this address is there; the network is asked unless told. */
  readonly isInReach?: (address: string, clock: Clock) => Promise<boolean>;
}

/** What the screen may do to the network of its machine. */
export interface NetworkControl {
  /** The answers to the requests about the network. */
  readonly requests: Pick<BridgeHandlers, keyof typeof networkRequests>;
  /** Brings back the address of before where the player ended in the middle of a trial. */
  start(): Promise<void>;
  /** What nobody kept is undone. */
  stop(): Promise<void>;
}

/** The name under which a trial is noted: a player that is killed meanwhile brings the old address back at its next start. */
const NOTE = 'address-trial';
/** What a stopping player has for it; the next start does the rest. */
const STOP_MS = 1_000;

const noteSchema = z.object({ device: z.string(), name: z.string(), before: z.string().nullable() });

/** Nothing is asked of the machine before a person does. */
export function createNetworkControl(dependencies: NetworkControlDependencies): NetworkControl {
  const { keyValues, clock, log } = dependencies;
  const nmcli = createNmcli(dependencies);
  const reaches = dependencies.isInReach ?? isInReach;
  let isBusy = false;
  const trial = createTrial<Tried>(
    clock,
    () => undefined,
    () => fail('address-not-kept', 'Nobody kept the address, so the one before is back.'),
  );

  /** One change at a time, and none while an address is tried. */
  const alone = async <Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> => {
    if (isBusy || trial.current() !== null)
      return fail('network-busy', 'The network is being changed already.');
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  };
  const undo = async (profile: TriedProfile): Promise<void> => {
    isBusy = true;
    const isGone = await undoTried(nmcli, profile);
    isBusy = false;
    // Else the next start tries again.
    if (isGone) keyValues.remove(NOTE);
    log.info('The address of before is back', { device: profile.device, isGone });
  };
  const keep = async (profile: TriedProfile): Promise<Result<null>> => {
    const kept = await keepTried(nmcli, profile);
    if (!kept.ok) return kept;
    keyValues.remove(NOTE);
    log.info('The address is kept', { device: profile.device });
    return ok(null);
  };
  const tryAddress = async (
    device: string,
    address: FixedAddress | null,
  ): Promise<Result<{ until: string }>> => {
    const made = await makeTriedProfile(nmcli, device, address);
    if (!made.ok) return made;
    const profile = made.value;
    keyValues.set(NOTE, JSON.stringify(profile));
    log.info('Another address is tried', { device, isFixed: address !== null });
    const went = await goByTried(nmcli, profile);
    const gateway = address?.gateway ?? null;
    const isThere = went.ok && (gateway === null || (await reaches(gateway, clock)));
    if (!went.ok || !isThere) {
      await undo(profile);
      return went.ok ? fail('gateway-silent', 'Nothing answers at the address of the gateway.') : went;
    }
    trial.begin({ keep: () => keep(profile), undo: () => undo(profile) });
    return ok({ until: trial.current()?.until ?? '' });
  };

  return {
    requests: {
      'read-network': () => readNetwork(nmcli),
      'list-wifi': async ({ rescan }) => {
        const points = await listAccessPoints(nmcli, rescan);
        return points.ok ? ok(networksOf(points.value)) : points;
      },
      'join-wifi': (choice) =>
        alone(async () => {
          log.info('A Wi-Fi network is joined', { network: ssidName(choice.ssid) });
          const joined = await joinWifi(nmcli, choice, clock);
          if (!joined.ok) log.warn('The Wi-Fi network was not joined', { code: joined.error.code });
          return joined.ok ? ok({ connectivity: await checkConnectivity(nmcli) }) : joined;
        }),
      'turn-wifi-on': () =>
        alone(async () => {
          const turned = await nmcli(['radio', 'wifi', 'on']);
          return turned.ok ? ok(null) : turned;
        }),
      'try-address': ({ device, address }) => alone(() => tryAddress(device, address)),
      'keep-address': trial.keep,
      'undo-address': async () => {
        await trial.undo();
        return ok(null);
      },
    },
    start: async () => {
      const noted = readKept(keyValues, NOTE, noteSchema);
      if (noted !== null) await undo(noted);
    },
    stop: () => waitAtMost(clock, trial.undo(), STOP_MS),
  };
}
