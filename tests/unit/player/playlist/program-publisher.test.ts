import { expect, test } from 'vitest';
import {
  createProgramPublisher,
  type WantedProgram,
} from '../../../../src/player/playlist/program-publisher.ts';
import type { Program, ProgramItem } from '../../../../src/shared/program.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const item = (key: string): ProgramItem => ({
  key,
  id: key,
  fileName: `${key}.jpg`,
  kind: 'image',
  source: `/media/${key}`,
  sha256: key,
  mime: 'image/jpeg',
  durationMs: 10_000,
  muted: true,
  window: null,
});

const SLOTS = [{ key: 'a', window: null, lengthMs: 1_000 }];

function set() {
  const clock = createFakeClock();
  const sent: (Program | null)[] = [];
  let wanted: WantedProgram | null = null;
  let resume = 'b';
  const publisher = createProgramPublisher(
    () => wanted,
    () => ({ item: resume }),
    (program) => sent.push(program),
    clock,
  );
  return {
    clock,
    sent,
    publisher,
    want: (id: string, ...keys: string[]) => {
      wanted = { id, items: keys.map(item) };
    },
    showed: (key: string) => {
      resume = key;
    },
    wantWhole: (next: WantedProgram) => {
      wanted = next;
    },
    wantNothing: () => {
      wanted = null;
    },
  };
}

test('a change is sent once, with a higher revision each time', () => {
  const { publisher, sent, want } = set();
  want('p', 'a');
  publisher.publish();
  publisher.publish();
  want('p', 'a', 'b');
  publisher.publish();
  expect(sent).toMatchObject([
    { id: 'p', resumeAt: null },
    { id: 'p', resumeAt: 'b' },
  ]);
  expect(sent[1]?.revision).toBeGreaterThan(sent[0]?.revision ?? 0);
});

test('whoever asks for the program begins with the item that was shown last, which is no change', () => {
  const { publisher, sent, want, showed } = set();
  want('p', 'a', 'b', 'c');
  publisher.publish();
  showed('c');
  expect(publisher.current()).toMatchObject({ id: 'p', revision: sent[0]?.revision, resumeAt: 'c' });
  publisher.publish();
  expect(sent).toHaveLength(1);
});

test('reading the program swallows no change', () => {
  const { publisher, sent, want } = set();
  want('p', 'a');
  expect(publisher.current()).toMatchObject({ id: 'p' });
  publisher.publish();
  expect(sent).toHaveLength(1);
  expect(publisher.current()).toEqual(sent[0]);
});

test('the first item is sent at once; many that follow are gathered', async () => {
  const { publisher, sent, want, clock } = set();
  want('p', 'a');
  publisher.publishSoon();
  expect(sent).toHaveLength(1);
  want('p', 'a', 'b');
  publisher.publishSoon();
  want('p', 'a', 'b', 'c');
  publisher.publishSoon();
  expect(sent).toHaveLength(1);
  await clock.advance(500);
  expect(sent).toHaveLength(2);
  expect(sent[1]?.items).toHaveLength(3);
});

test('that there is nothing to play any more is sent, and nothing waits after the stop', () => {
  const { publisher, sent, want, wantNothing, clock } = set();
  want('p', 'a');
  publisher.publish();
  wantNothing();
  publisher.publish();
  expect(sent.at(-1)).toBeNull();
  want('p', 'a');
  publisher.publish();
  publisher.publishSoon();
  publisher.stop();
  expect(clock.pendingTimers()).toBe(0);
});

test.each<[string, Partial<WantedProgram>]>([
  ['another list', { id: 'q' }],
  ['other items', { items: [item('a')] }],
  ['fewer items', { items: [] }],
  ['other music', { music: [item('song')] }],
  ['no music', { music: [] }],
  ['another stand-in', { standIns: [[item('s')]] }],
  ['one more stand-in', { standIns: [] }],
  ['another plan of the group', { group: { slots: [], fromMs: 1 } }],
  ['another moment of the group', { group: { slots: SLOTS, fromMs: 2 } }],
])('%s is a change, and what is the same again is none', (_name, change) => {
  const { publisher, sent, wantWhole } = set();
  const whole: WantedProgram = {
    ...{ id: 'p', items: [item('a'), item('b')], music: [item('m')] },
    ...{ standIns: [[item('x')]], group: { slots: SLOTS, fromMs: 1 } },
  };
  wantWhole(whole);
  publisher.publish();
  wantWhole({
    ...whole,
    items: [...whole.items],
    standIns: whole.standIns?.map((items) => [...items]) ?? [],
  });
  publisher.publish();
  expect(sent).toHaveLength(1);
  wantWhole({ ...whole, ...change });
  publisher.publish();
  expect(sent).toHaveLength(2);
});

test('looking takes a twentieth of the time at most, however long one look takes', async () => {
  const clock = createFakeClock();
  let [now, looks] = [0, 0];
  const publisher = createProgramPublisher(
    () => {
      looks += 1;
      now += 100;
      return { id: `p${looks}`, items: [] };
    },
    () => ({ item: null }),
    () => undefined,
    { ...clock, monotonic: () => now },
  );
  publisher.publish();
  publisher.publishSoon();
  await clock.advance(1_999);
  expect(looks).toBe(1);
  await clock.advance(1);
  expect(looks).toBe(2);
});

test('a look at once takes the place of the one that was to come', async () => {
  const { publisher, sent, want, clock } = set();
  want('p', 'a');
  publisher.publish();
  publisher.publishSoon();
  want('p', 'a', 'b');
  publisher.publish();
  expect([sent.length, clock.pendingTimers()]).toEqual([2, 0]);
  want('p', 'a');
  publisher.publishSoon();
  await clock.advance(500);
  expect(sent).toHaveLength(3);
});
