import { describe, expect, it } from 'vitest';
import { coalesce, createSequencer, every, singleFlight } from '../../../src/shared/async.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';

describe('coalesce', () => {
  it('runs once for many who ask, and again only after the gap', async () => {
    const clock = createFakeClock();
    let runs = 0;
    const action = coalesce(clock, 100, () => {
      runs += 1;
    });
    action.ask();
    action.ask();
    await clock.advance(0);
    expect(runs).toBe(1);
    action.ask();
    await clock.advance(99);
    expect(runs).toBe(1);
    await clock.advance(1);
    expect(runs).toBe(2);
    action.ask();
    action.cancel();
    await clock.advance(1_000);
    expect(runs).toBe(2);
  });
});

describe('a sequencer', () => {
  it('runs one after the other in the order of asking, also after one that failed', async () => {
    const sequencer = createSequencer();
    const gates = [1, 2, 3].map(() => Promise.withResolvers<undefined>());
    const began: number[] = [];
    const turns = gates.map(({ promise }, index) =>
      sequencer.run(async () => {
        began.push(index);
        await promise;
        return index;
      }),
    );
    const outcomes = Promise.allSettled(turns);
    await Promise.resolve();
    expect(began).toEqual([0]);
    gates[0]?.reject(new Error('bug'));
    gates[1]?.resolve(undefined);
    gates[2]?.resolve(undefined);
    await sequencer.settled();
    expect(began).toEqual([0, 1, 2]);
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });
});

describe('a single flight', () => {
  it('is joined by whoever asks while it runs, and begins anew afterwards, also after a failure', async () => {
    const given: string[] = [];
    let gate = Promise.withResolvers<string>();
    const ask = singleFlight((word: string) => {
      given.push(word);
      return gate.promise;
    });
    const [one, two] = [ask('first'), ask('second')];
    expect(ask.current()).toBe(one);
    gate.reject(new Error('bug'));
    expect((await Promise.allSettled([one, two])).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(ask.current()).toBeNull();
    gate = Promise.withResolvers<string>();
    const three = ask('third');
    gate.resolve('done');
    expect(await three).toBe('done');
    expect(given).toEqual(['first', 'third']);
  });
});

describe('what is done every so often', () => {
  it('begins one interval after the start, once however often it is started, and can be started again', async () => {
    const clock = createFakeClock();
    let times = 0;
    const repetition = every(clock, 1_000, () => {
      times += 1;
    });
    repetition.start();
    repetition.start();
    await clock.advance(3_500);
    expect(times).toBe(3);
    repetition.stop();
    await clock.advance(10_000);
    expect(times).toBe(3);
    repetition.start();
    await clock.advance(1_000);
    expect(times).toBe(4);
    repetition.stop();
  });

  it('asks for its interval each time, and waits for what takes its time', async () => {
    const clock = createFakeClock();
    const at: number[] = [];
    let intervalMs = 1_000;
    const repetition = every(
      clock,
      () => intervalMs,
      () => {
        at.push(clock.monotonic());
        intervalMs = 2_000;
        return new Promise<void>((resolve) => {
          clock.after(500, resolve);
        });
      },
    );
    repetition.start();
    await clock.advance(6_100);
    expect(at).toEqual([1_000, 3_500, 6_000]);
    repetition.stop();
    await clock.advance(10_000);
    expect(at).toHaveLength(3);
  });

  it('can be stopped by its own action, and is not ended by one that throws', async () => {
    const clock = createFakeClock();
    let times = 0;
    const repetition = every(clock, 1_000, () => {
      times += 1;
      if (times === 1) throw new Error('bug');
      repetition.stop();
    });
    repetition.start();
    await expect(clock.advance(1_000)).rejects.toThrow('bug');
    await clock.advance(10_000);
    expect(times).toBe(2);
  });
});
