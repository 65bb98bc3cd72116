import type { LookupAddress } from 'node:dns';
import { expect, it } from 'vitest';
import { createGuardedLookup } from '../../../../src/player/trust/judged-agent.ts';

type Answer = string | readonly LookupAddress[];

function lookUp(name: string, all: boolean): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    createGuardedLookup()(name, { all }, (error, address) => {
      resolve(error === null ? address : error.code);
    });
  });
}

it.each([true, false])('refuses a name that leads to the screen itself, all addresses: %s', async (all) => {
  expect(await lookUp('localhost', all)).toBe('ERR_LOCAL_TARGET');
  expect(await lookUp('169.254.169.254', all)).toBe('ERR_LOCAL_TARGET');
});

it('lets others pass, and fails as the look-up does', async () => {
  expect(await lookUp('192.0.2.1', false)).toBe('192.0.2.1');
  expect(await lookUp('192.0.2.1', true)).toEqual([{ address: '192.0.2.1', family: 4 }]);
  expect(await lookUp('no-such-machine.invalid', false)).not.toBe('ERR_LOCAL_TARGET');
});
