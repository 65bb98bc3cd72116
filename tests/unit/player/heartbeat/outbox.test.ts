import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedbackBody } from '../../../../src/player/heartbeat/feedback.ts';
import { createOutbox } from '../../../../src/player/heartbeat/outbox.ts';
import type { Outbox, OutboxDependencies } from '../../../../src/player/heartbeat/outbox.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { FeedbackReport } from '../../../../src/player/server/server-client.types.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import type { PlayerDatabase } from '../../../../src/platform/store/database.types.ts';
import { createOutboxRecords } from '../../../../src/platform/store/outbox-records.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import type { FakeClock } from '../../../support/fakes/fake-clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const body = (message: string): FeedbackBody => ({ hostname: 'lobby', status: 'playing', message });
const offline = fail('offline', 'No answer.');
type Answer = Awaited<ReturnType<OutboxDependencies['send']>>;

/** A server that keeps what it acknowledged, and answers as the test says. */
function createReceiver(): {
  answer: Answer;
  received: FeedbackReport[];
  calls: number;
  send: OutboxDependencies['send'];
} {
  const receiver = {
    answer: ok(null) as Answer,
    received: [] as FeedbackReport[],
    calls: 0,
    send: (report: FeedbackReport): Promise<Answer> => {
      receiver.calls += 1;
      if (receiver.answer.ok) receiver.received.push(report);
      return Promise.resolve(receiver.answer);
    },
  };
  return receiver;
}

describe('createOutbox', () => {
  let database: PlayerDatabase;
  let clock: FakeClock;
  let receiver: ReturnType<typeof createReceiver>;
  let outboxes: Outbox[];
  beforeEach(() => {
    skewMs = null;
    database = openDatabase(':memory:');
    clock = createFakeClock();
    receiver = createReceiver();
    outboxes = [];
  });
  afterEach(async () => {
    await Promise.all(outboxes.map((outbox) => outbox.stop()));
    database.close();
  });

  let skewMs: number | null = null;
  const open = (changes: Partial<OutboxDependencies> = {}): Outbox => {
    const outbox = createOutbox({
      records: createOutboxRecords(database),
      flush: () => Promise.resolve(),
      send: receiver.send,
      clock,
      clockSkewMs: () => skewMs,
      log: createSilentLog(),
      random: () => 0.999,
      ...changes,
    });
    outboxes.push(outbox);
    return outbox;
  };
  const messages = (): string[] => receiver.received.map(({ message }) => message);

  it('tells the server nothing that is not on the disk yet', async () => {
    const flushed = Promise.withResolvers<undefined>();
    const outbox = open({ flush: () => flushed.promise });
    outbox.start();
    outbox.add('event', body('shown'));
    await clock.advance(60_000);
    expect(receiver.received).toEqual([]);
    flushed.resolve(undefined);
    await clock.advance(1_000);
    expect(messages()).toEqual(['shown']);
  });

  it('waits for no disk before it sends a beat, which is as true without its record', async () => {
    const outbox = open({ flush: () => Promise.withResolvers<undefined>().promise });
    outbox.start();
    outbox.add('beat', body('alive'));
    await clock.advance(0);
    expect(messages()).toEqual(['alive']);
  });

  it('sends at once what comes while all is well, with the time it happened', async () => {
    const outbox = open();
    outbox.start();
    await clock.advance(0);
    outbox.add('event', body('Hello.'));
    await clock.advance(0);
    expect(receiver.received).toEqual([
      { ...body('Hello.'), timestamp: '2026-01-15T12:00:00.000', queued: 0 },
    ]);
    expect(outbox.status()).toEqual({ pending: 0, oldest: null });
  });

  it('sends nothing before start and nothing after stop, but takes reports', async () => {
    const outbox = open();
    outbox.add('event', body('early'));
    await clock.advance(DAY_MS);
    expect(receiver.calls).toBe(0);
    expect(outbox.status()).toEqual({ pending: 1, oldest: '2026-01-15T12:00:00.000Z' });
    outbox.start();
    await clock.advance(0);
    await outbox.stop();
    expect(clock.pendingTimers()).toBe(0);
    outbox.add('event', body('late'));
    await clock.advance(DAY_MS);
    expect(messages()).toEqual(['early']);
  });

  it('delivers every event of an outage of days, in order, at a gentle pace', async () => {
    receiver.answer = offline;
    const outbox = open();
    outbox.start();
    for (let hour = 0; hour < 72; hour += 1) {
      outbox.add('event', body(`event ${hour}`));
      outbox.add('beat', body(`beat ${hour}`));
      await clock.advance(HOUR_MS);
    }
    receiver.answer = ok(null);
    outbox.retryNow();
    await clock.advance(1_000);
    expect(messages().length).toBeGreaterThan(1);
    expect(messages().length).toBeLessThan(10);
    await clock.advance(60_000);
    expect(messages().filter((message) => message.startsWith('event'))).toEqual(
      Array.from({ length: 72 }, (_, hour) => `event ${hour}`),
    );
    expect(messages().filter((message) => message.startsWith('beat'))).toEqual(['beat 71']);
    expect(receiver.received[0]).toMatchObject({ timestamp: '2026-01-15T12:00:00.000', queued: 72 });
    expect(receiver.received[1]?.timestamp).toBe('2026-01-15T13:00:00.000');
  });

  it('waits longer after each failure, but never more than five minutes', async () => {
    const callsAt: number[] = [];
    const outbox = open({
      send: () => {
        callsAt.push(clock.monotonic());
        return Promise.resolve(fail('server-error', 'Broken.'));
      },
    });
    outbox.start();
    outbox.add('event', body('x'));
    await clock.advance(4_000_000);
    const gaps = callsAt.slice(1).map((at, index) => Math.round((at - (callsAt[index] ?? 0)) / 1_000));
    expect(gaps.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(300);
    expect(callsAt.length).toBeGreaterThan(15);
  });

  it('tries at once when the network is back', async () => {
    receiver.answer = offline;
    const outbox = open();
    outbox.start();
    outbox.add('event', body('x'));
    await clock.advance(HOUR_MS);
    receiver.answer = ok(null);
    outbox.retryNow();
    await clock.advance(0);
    expect(messages()).toEqual(['x']);
  });

  it('comes back at a random moment within the time that a whole fleet is given', async () => {
    const outbox = open({ random: () => 0.5 });
    outbox.retryWithin(60_000);
    outbox.start();
    receiver.answer = offline;
    outbox.add('event', body('x'));
    await clock.advance(HOUR_MS);
    // The longest wait, which is 150 s by these random numbers, has just begun.
    const { calls } = receiver;
    while (receiver.calls === calls) await clock.advance(1_000);
    receiver.answer = ok(null);
    outbox.retryWithin(60_000);
    await clock.advance(29_000);
    expect(messages()).toEqual([]);
    await clock.advance(1_000);
    expect(messages()).toEqual(['x']);
  });

  it('leaves no timer of its return behind', async () => {
    const outbox = open({ random: () => 0.5 });
    outbox.start();
    receiver.answer = offline;
    outbox.add('event', body('x'));
    await clock.advance(HOUR_MS);
    outbox.retryWithin(60_000);
    await outbox.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('honours Retry-After', async () => {
    receiver.answer = fail('rate-limited', 'Slow down.', { retryAfterSeconds: 120 });
    const outbox = open();
    outbox.start();
    outbox.add('event', body('x'));
    await clock.advance(119_000);
    expect(receiver.calls).toBe(1);
    await clock.advance(2_000);
    expect(receiver.calls).toBe(2);
  });

  it.each([
    ['not-found', 404, true],
    ['refused', 400, true],
    ['refused', 413, true],
    ['refused', 422, true],
    ['refused', undefined, true],
    ['too-large', undefined, true],
    ['refused', 405, false],
    ['not-found', 410, false],
    ['unauthorized', 401, false],
    ['server-error', 500, false],
    ['timeout', undefined, false],
    ['untrusted', undefined, false],
    ['bad-answer', undefined, false],
  ] as const)('%s %s: dropped is %s', async (code, status, dropped) => {
    receiver.answer = fail(code, 'No.', status === undefined ? {} : { status });
    const warn = vi.fn();
    const outbox = open({ log: { ...createSilentLog(), warn } });
    outbox.start();
    outbox.add('event', body('x'));
    await clock.advance(0);
    expect(outbox.status().pending).toBe(dropped ? 0 : 1);
    expect(warn).toHaveBeenCalledTimes(dropped ? 1 : 0);
  });

  it('takes a thrown error for a failure', async () => {
    const outbox = open({ send: () => Promise.reject(new Error('bug')) });
    outbox.start();
    outbox.add('event', body('x'));
    await clock.advance(10_000);
    expect(outbox.status().pending).toBe(1);
  });

  it('goes on where an earlier run stopped, with the time that run knew', async () => {
    open({ session: 'first' }).add('event', body('before the restart'));
    const later = createFakeClock(clock.now() + DAY_MS);
    const outbox = open({ session: 'second', clock: later });
    outbox.start();
    await later.advance(0);
    expect(receiver.received).toMatchObject([
      { message: 'before the restart', timestamp: '2026-01-15T12:00:00.000' },
    ]);
  });

  it('does not send again what was acknowledged while the disk refuses to forget it', async () => {
    const records = createOutboxRecords(database);
    let refusals = 3;
    const outbox = open({
      records: {
        ...records,
        remove: (id) => {
          refusals -= 1;
          if (refusals >= 0) throw new Error('disk full');
          records.remove(id);
        },
      },
    });
    outbox.start();
    outbox.add('event', body('once'));
    await clock.advance(HOUR_MS);
    expect(messages()).toEqual(['once']);
    expect(outbox.status().pending).toBe(0);
  });

  it('never throws when the database is gone, and says so', async () => {
    const warn = vi.fn();
    const outbox = open({ log: { ...createSilentLog(), warn } });
    outbox.start();
    await clock.advance(0);
    database.close();
    expect(() => {
      outbox.add('event', body('x'));
      outbox.clear();
    }).not.toThrow();
    expect(outbox.status()).toEqual({ pending: 0, oldest: null });
    expect(warn).toHaveBeenCalled();
    await outbox.stop();
    database = openDatabase(':memory:');
  });

  it('keeps the newest 10,000, and says what is lost', () => {
    const warn = vi.fn();
    const outbox = open({ log: { ...createSilentLog(), warn } });
    const add = (from: number, to: number): void => {
      for (let index = from; index < to; index += 1) outbox.add('event', body(`event ${index}`));
    };
    database.transaction(() => {
      add(0, 10_000);
    });
    expect(warn).not.toHaveBeenCalled();
    database.transaction(() => {
      add(10_000, 10_050);
    });
    expect(outbox.status().pending).toBe(10_000);
    expect(createOutboxRecords(database).first()?.body).toContain('event 50"');
    expect(warn).toHaveBeenCalledWith(expect.anything(), { overflow: 1, old: 0 });
  });

  it('forgets after 30 days, by a clock that a server confirmed, and says so', async () => {
    const warn = vi.fn();
    const outbox = open({ log: { ...createSilentLog(), warn } });
    outbox.add('event', body('old'));
    await clock.advance(2 * DAY_MS);
    outbox.add('event', body('not so old'));
    await clock.advance(29 * DAY_MS);
    outbox.add('event', body('new'));
    expect(outbox.status().pending).toBe(3);
    expect(warn).not.toHaveBeenCalled();
    skewMs = 0;
    outbox.add('event', body('newer'));
    expect(outbox.status()).toEqual({ pending: 3, oldest: '2026-01-17T12:00:00.000Z' });
    expect(warn).toHaveBeenCalledWith(expect.anything(), { overflow: 0, old: 1 });
  });

  it('keeps of waiting beats the newest, beside every event', () => {
    const outbox = open();
    for (const minute of [0, 1, 2]) {
      outbox.add('beat', body(`beat ${minute}`));
      outbox.add('event', body(`event ${minute}`));
    }
    expect(outbox.status().pending).toBe(4);
    outbox.clear();
    expect(outbox.status()).toEqual({ pending: 0, oldest: null });
  });

  it('keeps no beat on the disk, and takes away what an older version left there', async () => {
    const records = createOutboxRecords(database);
    const kept = { kind: 'beat', session: 'before', monotonicMs: 0, happenedAtMs: clock.now() } as const;
    records.add({ ...kept, body: JSON.stringify(body('of an older version')) });
    const outbox = open();
    outbox.add('event', body('an event'));
    for (const minute of [1, 2, 3]) outbox.add('beat', body(`beat ${minute}`));
    expect(records.count()).toBe(1);
    expect(outbox.status().pending).toBe(2);
    outbox.add('event', body('a later event'));
    outbox.start();
    await clock.advance(1_000);
    expect(messages()).toEqual(['an event', 'beat 3', 'a later event']);
    outbox.add('beat', body('beat 4'));
    await clock.advance(1_000);
    expect(messages().at(-1)).toBe('beat 4');
    expect(outbox.status().pending).toBe(0);
  });

  it('changes no byte of the database for beats that are taken', async () => {
    const outbox = open();
    outbox.start();
    const changes = (): unknown => database.connection.prepare('SELECT total_changes() AS changes').get();
    outbox.add('beat', body('first'));
    await clock.advance(60_000);
    const before = changes();
    const lazily = vi.spyOn(database, 'lazily');
    for (let minute = 0; minute < 5; minute += 1) {
      outbox.add('beat', body(`beat ${minute}`));
      await clock.advance(60_000);
    }
    expect(messages()).toHaveLength(6);
    expect(changes()).toEqual(before);
    // Not even a flush of nothing.
    expect(lazily).not.toHaveBeenCalled();
  });

  it('takes nothing away that is under way, however much comes meanwhile', async () => {
    const answer = Promise.withResolvers<Answer>();
    const outbox = open({ send: () => answer.promise });
    outbox.start();
    outbox.add('beat', body('under way'));
    await clock.advance(0);
    outbox.add('beat', body('newer'));
    outbox.add('beat', body('newest'));
    expect(outbox.status().pending).toBe(2);
    answer.resolve(offline);
    await clock.advance(0);
    outbox.add('beat', body('newest of all'));
    expect(outbox.status().pending).toBe(1);
  });

  it('drops what cannot be read any more, and sends what waits behind it', async () => {
    const warn = vi.fn();
    const outbox = open({ log: { ...createSilentLog(), warn } });
    for (const damaged of ['{"hostname":', 'null', '7'])
      createOutboxRecords(database).add({
        ...{ kind: 'event', session: 'before', monotonicMs: 0, happenedAtMs: clock.now(), body: damaged },
      });
    outbox.add('event', body('whole'));
    outbox.start();
    await clock.advance(1_000);
    expect(messages()).toEqual(['whole']);
    expect(receiver.calls).toBe(1);
    expect(warn).toHaveBeenCalledTimes(3);
    expect(outbox.status().pending).toBe(0);
  });

  it('sends each report once, however often it is started', async () => {
    const outbox = open();
    outbox.start();
    outbox.start();
    outbox.add('event', body('once'));
    await clock.advance(1_000);
    expect(receiver.calls).toBe(1);
    await outbox.stop();
    await outbox.stop();
    outbox.add('event', body('after the end'));
    await clock.advance(HOUR_MS);
    expect(receiver.calls).toBe(1);
  });

  it('waits for no report that never ends when it is stopped', async () => {
    const outbox = open({ send: () => new Promise<Answer>(() => undefined) });
    outbox.start();
    outbox.add('event', body('x'));
    await clock.advance(0);
    let isStopped = false;
    void outbox.stop().then(() => (isStopped = true));
    await clock.advance(999);
    expect(isStopped).toBe(false);
    await clock.advance(1);
    expect(isStopped).toBe(true);
  });

  it('hurries nobody who is well, or who has not begun', async () => {
    const outbox = open();
    outbox.retryWithin(60_000);
    expect(clock.pendingTimers()).toBe(0);
    outbox.start();
    outbox.add('event', body('x'));
    await clock.advance(1_000);
    outbox.retryWithin(60_000);
    expect(clock.pendingTimers()).toBe(0);
    receiver.answer = offline;
    outbox.add('event', body('y'));
    await clock.advance(0);
    const waiting = clock.pendingTimers();
    outbox.retryWithin(60_000);
    outbox.retryWithin(60_000);
    expect(clock.pendingTimers()).toBe(waiting + 1);
    await outbox.stop();
    outbox.retryWithin(60_000);
    expect(clock.pendingTimers()).toBe(0);
  });

  describe('with a clock that is wrong', () => {
    it('corrects the time by what the server says, and notes both', async () => {
      clock.setNow(0);
      receiver.answer = offline;
      const outbox = open();
      outbox.start();
      outbox.add('event', body('at boot'));
      await clock.advance(60_000);
      skewMs = Date.UTC(2026, 0, 15) - 60_000;
      receiver.answer = ok(null);
      outbox.retryNow();
      await clock.advance(0);
      expect(receiver.received).toMatchObject([
        {
          timestamp: '2026-01-14T23:59:00.000',
          local_timestamp: '1970-01-01T00:00:00.000',
          clock_off_s: Date.UTC(2026, 0, 15) / 1_000 - 60,
        },
      ]);
    });

    it('needs no correction any more once the clock was put right', async () => {
      clock.setNow(0);
      const outbox = open();
      skewMs = Date.UTC(2026, 0, 15);
      outbox.add('event', body('at boot'));
      await clock.advance(60_000);
      clock.setNow(Date.UTC(2026, 0, 15, 1));
      skewMs = 0;
      outbox.start();
      await clock.advance(0);
      expect(receiver.received[0]).toEqual({
        ...body('at boot'),
        timestamp: '2026-01-15T00:59:00.000',
        queued: 0,
      });
    });

    it('tells a later run the corrected time, and forgets by it', async () => {
      clock.setNow(0);
      skewMs = Date.UTC(2026, 0, 15);
      open({ session: 'first' }).add('event', body('at boot'));
      const outbox = open({ session: 'second' });
      expect(outbox.status()).toEqual({ pending: 1, oldest: '2026-01-15T00:00:00.000Z' });
      outbox.start();
      await clock.advance(0);
      expect(receiver.received).toEqual([
        {
          ...body('at boot'),
          timestamp: '2026-01-15T00:00:00.000',
          local_timestamp: '1970-01-01T00:00:00.000',
          clock_off_s: Date.UTC(2026, 0, 15) / 1_000,
          queued: 0,
        },
      ]);
      await outbox.stop();
      outbox.add('event', body('old'));
      await clock.advance(31 * DAY_MS);
      outbox.add('event', body('new'));
      expect(outbox.status().pending).toBe(1);
    });

    it('leaves nothing out for an age that only a wrong clock gives it', async () => {
      clock.setNow(0);
      const outbox = open({ session: 'at boot' });
      outbox.add('event', body('in 1970'));
      clock.setNow(Date.UTC(2026, 0, 15));
      skewMs = 0;
      outbox.add('event', body('in 2026'));
      expect(outbox.status().pending).toBe(2);
      await clock.advance(0);
    });
  });

  it('keeps the order and loses nothing, whatever the server answers and however often it is restarted', async () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.constant('add' as const) },
      fc.constantFrom('up' as const, 'down' as const, 'restart' as const, 'retry-now' as const),
      fc.integer({ min: 0, max: 400_000 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        createOutboxRecords(database).clear();
        receiver = createReceiver();
        let outbox = open();
        outbox.start();
        let added = 0;
        for (const one of steps) {
          if (one === 'add') outbox.add('event', body(String(added++)));
          else if (one === 'up') receiver.answer = ok(null);
          else if (one === 'down') receiver.answer = offline;
          else if (one === 'retry-now') outbox.retryNow();
          else if (one === 'restart') {
            await outbox.stop();
            outbox = open();
            outbox.start();
          } else await clock.advance(one);
        }
        receiver.answer = ok(null);
        await clock.advance(HOUR_MS);
        await outbox.stop();
        expect(messages()).toEqual(Array.from({ length: added }, (_, index) => String(index)));
      }),
      { numRuns: 60 },
    );
  });
});
