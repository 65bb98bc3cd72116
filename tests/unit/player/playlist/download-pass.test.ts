import { expect, test } from 'vitest';
import type { MediaRecord, MediaRequest } from '../../../../src/player/media/media-types.ts';
import { downloadPass } from '../../../../src/player/playlist/download-pass.ts';
import type { MediaCode } from '../../../../src/shared/failure-codes.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';

const OWN = 'https://signage.example';
const OTHER = 'https://other.example';
const THIRD = 'https://third.example';

type Ensured = Result<MediaRecord, MediaCode>;

function need(url: string): MediaRequest {
  return { url, fileName: url, kind: 'image', size: null, sha256: null };
}

/** Addresses without an answer come at once; `hanging` ones come when they are broken off, as the store's do. */
function bench(answers: Readonly<Record<string, MediaCode>> = {}, hanging: readonly string[] = []) {
  const asked: string[] = [];
  const ready: string[] = [];
  const givenUp: [string, string][] = [];
  const failures = new Map<string, number>();
  const stopping = new AbortController();
  const ensure = ({ url }: MediaRequest, signal?: AbortSignal): Promise<Ensured> => {
    asked.push(url);
    const code = answers[url];
    if (code !== undefined) return Promise.resolve(fail(code, `It is ${code}.`));
    if (!hanging.includes(url))
      return Promise.resolve(
        ok({ sha256: url, size: 1, kind: 'image', mime: 'image/png', durationMs: null }),
      );
    return new Promise((resolve) => {
      signal?.addEventListener('abort', () => {
        resolve(fail('stopped', 'It was broken off.'));
      });
    });
  };
  const pass = async (urls: readonly string[], refuseWhenFull = false) => {
    const { leftOut, waiting, refused } = await downloadPass(
      urls.map(need),
      {
        ensure,
        failures,
        refuseWhenFull,
        isOwnServer: (url) => url.startsWith(OWN),
        onReady: ({ url }) => ready.push(url),
        onGivenUp: ({ url }, { code }) => givenUp.push([url, code]),
      },
      stopping.signal,
    );
    const codes = (found: typeof leftOut): Record<string, string> =>
      Object.fromEntries([...found].map(([url, { code }]) => [url, code]));
    return { leftOut: codes(leftOut), waiting: codes(waiting), refused: refused?.code ?? null };
  };
  return { pass, asked, ready, givenUp, stopping };
}

const several = (origin: string, count: number): string[] =>
  Array.from({ length: count }, (_, place) => `${origin}/${place}`);

test('asks in order, a few at once, and says what came', async () => {
  const urls = several(OWN, 20);
  const slow = bench({}, urls);
  const hung = slow.pass(urls);
  expect(slow.asked).toEqual(urls.slice(0, 8));
  slow.stopping.abort();
  expect(Object.keys((await hung).waiting).sort()).toEqual([...urls].sort());
  expect(slow.asked).toHaveLength(8);

  const quick = bench();
  expect(await quick.pass(urls)).toEqual({ leftOut: {}, waiting: {}, refused: null });
  expect([quick.asked, quick.ready]).toEqual([urls, urls]);
  expect(await quick.pass([])).toEqual({ leftOut: {}, waiting: {}, refused: null });
});

test('strangers that hang keep no file of the server waiting', async () => {
  const strangers = several(OTHER, 20);
  const { pass, asked, ready, stopping } = bench({}, strangers);
  const hung = pass([...strangers, `${OWN}/a`, `${OWN}/b`]);
  await expect.poll(() => ready).toEqual([`${OWN}/a`, `${OWN}/b`]);
  expect(asked.filter((url) => url.startsWith(OTHER))).toHaveLength(8);
  stopping.abort();
  await hung;
});

test('without room a playlist is refused at once where there is another, else what fits is taken', async () => {
  const urls = several(OWN, 20);
  const answers = { [`${OWN}/0`]: 'cache-full', [`${OWN}/1`]: 'disk-full' } as const;
  const refusing = bench(answers, urls.slice(2));
  const refused = await refusing.pass(urls, true);
  expect(refused).toMatchObject({ refused: 'cache-full', leftOut: {} });
  expect(refused.waiting).toMatchObject({ [`${OWN}/2`]: 'stopped', [`${OWN}/19`]: 'stopped' });
  expect(refusing.asked.length).toBeLessThan(20);

  const taking = bench(answers);
  expect(await taking.pass(urls)).toEqual({ leftOut: answers, waiting: {}, refused: null });
  expect(taking.ready).toEqual(urls.slice(2));
  expect(taking.givenUp).toEqual(Object.entries(answers));
});

test('the server’s absence ends the round, a slow answer and the absence of anybody else do not', async () => {
  const urls = several(OWN, 20);
  const away = bench({ [`${OWN}/0`]: 'offline' }, urls.slice(1));
  const { waiting, leftOut } = await away.pass(urls);
  expect([Object.keys(waiting).length, waiting[`${OWN}/0`], waiting[`${OWN}/19`]]).toEqual([
    ...[20, 'offline', 'stopped'],
  ]);
  expect([leftOut, away.givenUp, away.ready]).toEqual([{}, [], []]);

  const slow = bench({ [`${OWN}/0`]: 'timeout' });
  expect(await slow.pass(urls)).toMatchObject({ waiting: { [`${OWN}/0`]: 'timeout' } });
  expect(slow.ready).toHaveLength(19);

  const stranger = bench({ [`${OTHER}/0`]: 'offline' });
  expect(await stranger.pass([`${OTHER}/0`, ...urls])).toMatchObject({
    waiting: { [`${OTHER}/0`]: 'offline' },
    leftOut: {},
  });
  expect(stranger.ready).toEqual(urls);
});

test('a stranger’s absence and a lasting refusal keep a playlist waiting for some rounds, the server’s absence for ever', async () => {
  const answers = {
    [`${OTHER}/a`]: 'offline',
    [`${OWN}/b`]: 'unauthorized',
    [`${OWN}/c`]: 'timeout',
    [`${OTHER}/d`]: 'disk-error',
    [`${OTHER}/e`]: 'stopped',
  } as const;
  const { pass, givenUp } = bench(answers);
  for (let round = 1; round < 5; round += 1) {
    expect(await pass(Object.keys(answers))).toEqual({ waiting: answers, leftOut: {}, refused: null });
  }
  const last = { waiting: { [`${OWN}/c`]: 'timeout' }, leftOut: { [`${OTHER}/a`]: 'offline' } };
  expect(await pass(Object.keys(answers))).toMatchObject(last);
  expect(givenUp.map(([url]) => url).sort()).toEqual([`${OTHER}/a`, `${OWN}/b`]);
  const after = await pass(Object.keys(answers));
  expect(Object.keys(after.waiting).sort()).toEqual([`${OTHER}/d`, `${OTHER}/e`, `${OWN}/c`]);
});

test('a file that is no use is left out at once, and the others come', async () => {
  const { pass, ready, givenUp } = bench({ [`${OWN}/0`]: 'not-found', [`${OTHER}/1`]: 'undecodable' });
  const outcome = await pass([`${OWN}/0`, `${OTHER}/1`, `${OWN}/2`]);
  expect(outcome.leftOut).toEqual({ [`${OWN}/0`]: 'not-found', [`${OTHER}/1`]: 'undecodable' });
  expect(outcome.waiting).toEqual({});
  expect([ready, givenUp.length]).toEqual([[`${OWN}/2`], 2]);
});

test('a stranger that trickles is asked for nothing more in this round; the server is, and is waited for', async () => {
  const ofOther = several(OTHER, 20);
  const answers = Object.fromEntries(
    [...ofOther, `${OWN}/slow`].map((url) => [url, 'trickles' satisfies MediaCode] as const),
  );
  const { pass, asked, ready } = bench(answers);
  const outcome = await pass([...ofOther, `${THIRD}/a`, `${OWN}/slow`, `${OWN}/b`]);
  expect(Object.keys(outcome.leftOut)).toHaveLength(20);
  expect(new Set(Object.values(outcome.leftOut))).toEqual(new Set(['trickles']));
  expect(outcome.waiting).toEqual({ [`${OWN}/slow`]: 'trickles' });
  expect(asked.filter((url) => url.startsWith(OTHER))).toEqual(ofOther.slice(0, 8));
  expect(ready.sort()).toEqual([`${OWN}/b`, `${THIRD}/a`]);
});

test('one file that fails says nothing of the others of its host', async () => {
  for (const origin of [OTHER, OWN]) {
    const urls = several(origin, 20);
    for (const code of [
      'not-found',
      'undecodable',
      'timeout',
      ...(origin === OWN ? ['trickles'] : []),
    ] as const) {
      const { pass, ready } = bench({ [`${origin}/0`]: code as MediaCode });
      await pass(urls);
      expect(ready).toEqual(urls.slice(1));
    }
  }
});
