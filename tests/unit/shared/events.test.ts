import { expect, it } from 'vitest';
import { createEvents } from '../../../src/shared/events.ts';

it('reaches each listener once, and none that has stopped', () => {
  const events = createEvents<string>();
  const heard: string[] = [];
  events.tell('before anybody listens');
  const stop = events.listen((event) => heard.push(`one: ${event}`));
  events.listen((event) => heard.push(`two: ${event}`));
  events.tell('a');
  stop();
  events.tell('b');
  expect(heard).toEqual(['one: a', 'two: a', 'two: b']);
});

it('a listener that throws costs no other the event where somebody hears of it, and is not swallowed elsewhere', () => {
  const bug = new Error('bug');
  const fails = () => {
    throw bug;
  };
  const thrown: unknown[] = [];
  const heard: string[] = [];
  const events = createEvents<string>((one) => thrown.push(one));
  events.listen(fails);
  events.listen((event) => heard.push(event));
  events.tell('a');
  expect([heard, thrown]).toEqual([['a'], [bug]]);
  const bare = createEvents<string>();
  bare.listen(fails);
  expect(() => {
    bare.tell('a');
  }).toThrow(bug);
});
