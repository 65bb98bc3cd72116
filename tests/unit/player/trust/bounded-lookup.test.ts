import type { LookupFunction } from 'node:net';
import { expect, it } from 'vitest';
import { createBoundedLookup } from '../../../../src/player/trust/bounded-lookup.ts';

/** A resolver that answers when the test says so. */
function setUp() {
  const asked = new Map<string, () => void>();
  const order: string[] = [];
  const lookup = createBoundedLookup(((name, _options, callback) => {
    order.push(name);
    asked.set(name, () => {
      callback(null, `192.0.2.${order.indexOf(name) + 1}`, 4);
    });
  }) satisfies LookupFunction);
  const answers: string[] = [];
  return {
    order,
    answers,
    ask: (name: string): void => {
      lookup(name, {}, (error, address) =>
        answers.push(error === null && typeof address === 'string' ? `${name} ${address}` : 'failed'),
      );
    },
    answer: (name: string): void => asked.get(name)?.(),
  };
}

it('has one name looked up at a time, so that the other place is free for the server, and forgets none', () => {
  const { ask, answer, order, answers } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) ask(name);
  expect(order).toEqual(['a']);
  answer('a');
  expect(order).toEqual(['a', 'b']);
  for (const name of ['b', 'c', 'd']) answer(name);
  expect(answers).toEqual(['a 192.0.2.1', 'b 192.0.2.2', 'c 192.0.2.3', 'd 192.0.2.4']);
});

it('asks once for a name that several want, and anew when it was answered', () => {
  const { ask, answer, order, answers } = setUp();
  for (const name of ['a', 'a', 'b', 'c', 'c']) ask(name);
  for (const name of ['a', 'b', 'c']) answer(name);
  expect([order, answers]).toEqual([
    ['a', 'b', 'c'],
    ['a 192.0.2.1', 'a 192.0.2.1', 'b 192.0.2.2', 'c 192.0.2.3', 'c 192.0.2.3'],
  ]);
  ask('a');
  expect(order).toEqual(['a', 'b', 'c', 'a']);
});
