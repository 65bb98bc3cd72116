import { expect, it } from 'vitest';
import { ASKED_NAME, canUnshare, watchNetwork } from '../support/quiet-network.ts';

/** The long form, two minutes, is `npm run bench -- quiet`. */
const SECONDS = 15;

it.runIf(canUnshare)(
  'asks the network for nothing but what the playlist asked for, keeps no caches, and can write its sessions',
  async () => {
    const { queries, caches, sessionErrors, state } = await watchNetwork(SECONDS);
    expect(state).toMatch(/playing|standby/);
    expect(queries, 'the resolver is the one that is used').toContain(ASKED_NAME);
    expect(queries.filter((name) => name !== ASKED_NAME)).toEqual([]);
    expect(caches).toEqual([]);
    expect(sessionErrors).toBe(0);
  },
  90_000,
);
