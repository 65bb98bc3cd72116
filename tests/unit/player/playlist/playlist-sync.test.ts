import { describe, expect, test, onTestFinished } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createPlaylistSync } from '../../../../src/player/playlist/playlist-sync.ts';
import type { PlaylistAnswer, Validators } from '../../../../src/player/server/server-client.types.ts';
import type { AcceptedPlaylist } from '../../../../src/player/playlist/playlist-manager.types.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const VALIDATORS: Validators = { etag: '"1"', lastModified: null };

function set({
  random = 0.5,
  usable = true,
  pollSeconds = 60,
  nextMarkMs = null as (() => number) | null,
} = {}) {
  const clock = createFakeClock();
  const asked: { readonly at: number; readonly known: Validators | undefined }[] = [];
  const offered: unknown[] = [];
  const outcomes: Result<AcceptedPlaylist | null>[] = [];
  /** What waits for its answer, while `holds`. */
  let release: (() => void) | null = null;
  let holds = false;
  let retries = 0;
  let answer: Result<PlaylistAnswer> = ok({ kind: 'body', body: { playlist: [] }, validators: VALIDATORS });
  const sync = createPlaylistSync({
    fetch: (known) => {
      asked.push({ at: clock.monotonic(), known });
      if (!holds) return Promise.resolve(answer);
      return new Promise((resolve) => {
        release = () => {
          resolve(answer);
        };
      });
    },
    playlists: {
      accept: (body) => {
        offered.push(body);
        if (!usable) return fail('bad-playlist', 'Not a playlist.');
        return ok({ id: 'x', version: null, items: 0, skipped: [], changed: false });
      },
      retryNow: () => {
        retries += 1;
      },
    },
    clock,
    pollSeconds: () => pollSeconds,
    log: createSilentLog(),
    random: () => random,
    onOutcome: (outcome) => outcomes.push(outcome),
    nextMarkMs,
  });
  onTestFinished(() => sync.stop());
  return {
    clock,
    asked,
    offered,
    sync,
    outcomes,
    retries: () => retries,
    hold: () => {
      holds = true;
    },
    release: () => {
      holds = false;
      release?.();
    },
    answerWith: (next: Result<PlaylistAnswer>) => {
      answer = next;
    },
  };
}

test('asks at once, then at every poll, with the validators of the last answer', async () => {
  const { sync, clock, asked, offered, answerWith } = set();
  sync.start();
  await clock.advance(0);
  answerWith(ok({ kind: 'unchanged' }));
  await clock.advance(120_000);

  expect(asked.map(({ at }) => at)).toEqual([0, 60_000, 120_000]);
  expect(asked.map(({ known }) => known)).toEqual([undefined, VALIDATORS, VALIDATORS]);
  expect(offered).toHaveLength(1);
  await sync.stop();
  expect(clock.pendingTimers()).toBe(0);
});

test.each([
  [0, 30_000, 54_000],
  [0.999, 89_940, 65_988],
])(
  'a fleet spreads: with the number %d the first interval lasts %d ms, and each after it %d ms',
  async (random, first, others) => {
    const { sync, clock, asked } = set({ random });
    sync.start();
    await clock.advance(first + 2 * others);
    expect(asked.map(({ at }) => at).slice(0, 4)).toEqual([0, first, first + others, first + 2 * others]);
  },
);

test('a body that could not be used is asked for in full again', async () => {
  const { sync, clock, asked } = set({ usable: false });
  sync.start();
  await clock.advance(60_000);
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.at(-1)?.known).toBeUndefined();
});

describe('while the server does not answer', () => {
  test('the waits grow but stay within the poll, and the return is told', async () => {
    const { sync, clock, asked, answerWith, retries } = set({ random: 0.999 });
    answerWith(fail('offline', 'No answer.'));
    sync.start();
    await clock.advance(600_000);
    const gaps = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));

    expect(Math.max(...gaps)).toBeLessThanOrEqual(60_000);
    expect(gaps[0]).toBeLessThan(gaps[2] ?? 0);
    expect(retries()).toBe(0);
    answerWith(ok({ kind: 'unchanged' }));
    await clock.advance(60_000);
    expect(retries()).toBe(1);
  });

  test('the first interval after it is spread by half: those that came back together do not stay together', async () => {
    const { sync, clock, asked, answerWith } = set({ random: 0 });
    sync.start();
    await clock.advance(60_000);
    answerWith(fail('offline', 'No answer.'));
    await sync.syncNow();
    answerWith(ok({ kind: 'unchanged' }));
    await sync.syncNow();
    const backAt = clock.monotonic();
    await clock.advance(84_000);
    expect(asked.map(({ at }) => at - backAt).filter((at) => at > 0)).toEqual([30_000, 84_000]);
  });

  test('Retry-After is honoured', async () => {
    const { sync, clock, asked, answerWith } = set({ random: 0 });
    answerWith(fail('rate-limited', 'Too many.', { retryAfterSeconds: 42 }));
    sync.start();
    await clock.advance(43_000);
    expect(asked.map(({ at }) => at)).toEqual([0, 42_000]);
  });

  test('the network coming back asks within five seconds', async () => {
    const { sync, clock, asked, answerWith } = set({ random: 0.999 });
    answerWith(fail('offline', 'No answer.'));
    sync.start();
    await clock.advance(100_000);
    const before = asked.length;
    sync.retryNow();
    await clock.advance(5_000);
    expect(asked.length).toBeGreaterThan(before);
  });
});

describe('the server is back, for every screen at once', () => {
  test('a long wait ends within a minute', async () => {
    const { sync, clock, asked, answerWith } = set({ random: 0.999, pollSeconds: 3_600 });
    answerWith(fail('offline', 'No answer.'));
    sync.start();
    await clock.advance(2_000_000);
    // The longest wait has just begun.
    await clock.advance((asked.at(-1)?.at ?? 0) + 299_850 - clock.monotonic());
    const before = asked.length;
    sync.serverIsBack();
    await clock.advance(59_939);
    expect(asked).toHaveLength(before);
    await clock.advance(1);
    expect(asked).toHaveLength(before + 1);
  });

  test('a wait that ends within a minute is left as it is, and so is a poll while all is well', async () => {
    const { sync, clock, asked, answerWith } = set({ random: 0.5 });
    answerWith(fail('offline', 'No answer.'));
    sync.start();
    await clock.advance(300_000);
    const planned = (asked.at(-1)?.at ?? 0) + 45_000;
    answerWith(ok({ kind: 'unchanged' }));
    sync.serverIsBack();
    await clock.advance(planned - clock.monotonic());
    expect(asked.at(-1)?.at).toBe(planned);
    sync.serverIsBack();
    await clock.advance(59_999);
    expect(asked.at(-1)?.at).toBe(planned);
  });

  test('a screen whose poll is hours away asks within a minute only where the last try failed', async () => {
    const { sync, clock, asked, answerWith } = set({ pollSeconds: 3_600 });
    sync.start();
    await clock.advance(1_000);
    sync.serverIsBack();
    sync.retryNow();
    await clock.advance(120_000);
    expect(asked).toHaveLength(1);
    answerWith(fail('offline', 'No answer.'));
    await sync.syncNow();
    sync.retryNow();
    await clock.advance(2_500);
    expect(asked).toHaveLength(3);
  });

  test('a question that is on its way is not asked once more', async () => {
    const { sync, clock, asked, answerWith, hold, release } = set({ random: 0.999, pollSeconds: 3_600 });
    answerWith(fail('offline', 'No answer.'));
    sync.start();
    await clock.advance(1_000_000);
    hold();
    const held = sync.syncNow();
    await clock.advance(0);
    const before = asked.length;
    const timers = clock.pendingTimers();
    sync.serverIsBack();
    sync.retryNow();
    expect(clock.pendingTimers()).toBe(timers);
    await clock.advance(59_000);
    release();
    await held;
    expect(asked).toHaveLength(before);
  });

  test('the first tries come soon, and the waits have a floor from where they are as long as they get', async () => {
    const { sync, clock, asked, answerWith } = set({ random: 0, pollSeconds: 40 });
    answerWith(fail('offline', 'No answer.'));
    sync.start();
    await clock.advance(45_000);
    expect(asked.map(({ at }) => at)).toEqual([0, 0, 0, 20_000, 40_000]);
  });

  test('in a long outage nobody asks again at once, so that not all are there in its first second', async () => {
    const { sync, clock, asked, answerWith } = set({ random: 0 });
    answerWith(fail('offline', 'No answer.'));
    sync.start();
    await clock.advance(200_000);
    const gaps = asked.slice(-3).map(({ at }, index, last) => at - (last[index - 1]?.at ?? at));
    expect(gaps.slice(1)).toEqual([30_000, 30_000]);
  });
});

test('a retry while all is well asks for nothing', async () => {
  const { sync, clock, asked } = set();
  sync.start();
  await clock.advance(1_000);
  sync.retryNow();
  await clock.advance(10_000);
  expect(asked).toHaveLength(1);
});

test('who asks while a question is on its way joins it', async () => {
  const { sync, clock, asked } = set();
  const [one, two] = [sync.syncNow(), sync.syncNow()];
  await clock.advance(0);
  expect(await one).toEqual(await two);
  expect(asked).toHaveLength(1);
});

test('each answer is told, also that of a bug, after which the next poll comes', async () => {
  const { sync, clock, asked, outcomes, answerWith } = set();
  sync.start();
  await clock.advance(0);
  answerWith(ok({ kind: 'unchanged' }));
  await sync.syncNow();
  answerWith(null as unknown as Result<PlaylistAnswer>);
  expect(await sync.syncNow()).toMatchObject({ ok: false, error: { code: 'internal-error' } });
  expect(outcomes).toMatchObject([
    { value: { id: 'x' } },
    { value: null },
    { error: { code: 'internal-error' } },
  ]);
  answerWith(ok({ kind: 'unchanged' }));
  const before = asked.length;
  await clock.advance(60_000);
  expect(asked.length).toBeGreaterThan(before);
  expect(outcomes.at(-1)).toEqual({ ok: true, value: null });
});

test('each outage is told once, whatever the tries, and its end', async () => {
  const lines: string[] = [];
  const log = createSilentLog();
  const clock = createFakeClock();
  let answer: Result<PlaylistAnswer> = fail('offline', 'No answer.');
  const sync = createPlaylistSync({
    fetch: () => Promise.resolve(answer),
    playlists: { accept: () => fail('bad-playlist', 'None.'), retryNow: () => undefined },
    clock,
    pollSeconds: () => 60,
    log: {
      ...log,
      warn: (_, fields) => lines.push(String(fields?.['code'])),
      info: () => lines.push('again'),
    },
  });
  const answers = [
    answer,
    answer,
    fail('timeout', 'Slow.'),
    ok({ kind: 'unchanged' }),
    ok({ kind: 'unchanged' }),
  ];
  for (answer of answers as Result<PlaylistAnswer>[]) await sync.syncNow();
  expect(lines).toEqual(['offline', 'timeout', 'again']);
  expect(clock.pendingTimers()).toBe(0);
});

test('a screen in a group asks at the marks of all', async () => {
  const { sync, clock, asked, answerWith } = set({ nextMarkMs: () => 7_000 });
  sync.start();
  await clock.advance(14_000);
  expect(asked.map(({ at }) => at)).toEqual([0, 7_000, 14_000]);
  answerWith(fail('offline', 'No answer.'));
  await sync.syncNow();
  await clock.advance(5_000);
  expect(asked.at(-1)?.at).toBe(19_000);
});

test('whoever sets the interval to weeks is asked once a day all the same', async () => {
  const { sync, clock, asked } = set({ pollSeconds: 10_000_000 });
  sync.start();
  await clock.advance(86_400_000);
  expect(asked).toHaveLength(2);
});

test('a stop waits for the question that is on its way, and nothing is asked after it', async () => {
  const { sync, clock, asked, hold, release, offered } = set();
  hold();
  sync.start();
  await clock.advance(0);
  const stopped = sync.stop();
  release();
  await stopped;
  expect(offered).toHaveLength(1);
  await clock.advance(600_000);
  expect([asked.length, clock.pendingTimers()]).toEqual([1, 0]);
});
