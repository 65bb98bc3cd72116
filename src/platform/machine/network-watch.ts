import { networkInterfaces } from 'node:os';
import type { Clock } from '../../shared/clock.ts';
import { every } from '../../shared/async.ts';

const LOOK_EVERY_MS = 2_000;

/** Notices that this machine got an address on a network, which no failed call would tell in time. */
export interface NetworkWatch {
  start(): void;
  stop(): void;
}

export interface NetworkHooks {
  /** An address is there that was not there before. */
  readonly onBack: () => void;
  /** One came or went; after {@link onBack}. */
  readonly onChange: () => void;
}

/**
 * Looks at the machine's addresses every two seconds, so that the player tries again within 5 s when the network comes
 * back (docs/server-contract.md, Budgets).
 */
export function createNetworkWatch(
  clock: Clock,
  { onBack, onChange }: NetworkHooks,
  addresses: () => readonly string[] = allAddresses,
): NetworkWatch {
  let known = new Set<string>();
  const looks = every(clock, LOOK_EVERY_MS, () => {
    const now = new Set(addresses());
    const isBack = [...now].some((address) => !known.has(address));
    const isGone = [...known].some((address) => !now.has(address));
    known = now;
    if (isBack) onBack();
    if (isBack || isGone) onChange();
  });
  return {
    start: () => {
      known = new Set(addresses());
      looks.start();
    },
    stop: looks.stop,
  };
}

function allAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ internal }) => !internal).map(({ address }) => address);
}
