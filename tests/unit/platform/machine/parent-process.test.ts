import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isSupervised } from '../../../../src/platform/machine/parent-process.ts';

it.each([
  [undefined, false],
  ['', false],
  ['0', false],
  ['No', false],
  [' false ', false],
  ['off', false],
  ['1', true],
  ['yes', true],
  ['systemd', true],
])('DIGIPLAYER_SUPERVISED=%j: somebody starts the player anew: %s', (said, expected) => {
  expect(isSupervised(said === undefined ? {} : { DIGIPLAYER_SUPERVISED: said })).toBe(expected);
});

it('is asked by every way to start, in place of the variable', () => {
  const reading = globSync('src/**/*.ts').filter((file) =>
    readFileSync(file, 'utf8').includes("['DIGIPLAYER_SUPERVISED']"),
  );
  expect(reading).toEqual(['src/platform/machine/parent-process.ts']);
});
