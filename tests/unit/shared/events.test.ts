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
