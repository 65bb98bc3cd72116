import { expect, test } from 'vitest';
import type { MediaRequest } from '../../../../src/player/media/media-types.ts';
import { createRevalidation } from '../../../../src/player/playlist/revalidation.ts';
import type { MediaCode } from '../../../../src/shared/failure-codes.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const HOUR_MS = 3_600_000;
const need = (name: string, sha256: string | null = null): MediaRequest => ({
  ...{ url: name, fileName: `${name}.jpg`, kind: 'image', size: null, sha256 },
});
const record = { sha256: 'x', size: 1, kind: 'image', mime: 'image/png', durationMs: null } as const;

function bench(...names: readonly string[]) {
  const clock = createFakeClock();
  const asked: string[] = [];
  const answers = new Map<string, MediaCode>();
  const validated = new Map<string, number>();
  const stopping = new AbortController();
  const seen = { needs: names.map((name) => need(name)), stopsMeanwhile: false };
  const revalidation = createRevalidation(
    {
      revalidate: ({ url }) => {
        asked.push(url);
        if (seen.stopsMeanwhile) stopping.abort();
        const code = answers.get(url);
        return Promise.resolve(code === undefined ? ok(record) : fail(code, `It is ${code}.`));
      },
      lastValidated: (url) => validated.get(url) ?? null,
    },
    clock,
    () => 0.5,
  );
  const step = (): Promise<number> => revalidation.step(seen.needs, stopping.signal);
  /** Takes steps for a time, as they ask for. */
  const runFor = async (ms: number): Promise<void> => {
    const untilMs = clock.monotonic() + ms;
    while (clock.monotonic() < untilMs) await clock.advance(await step());
  };
  const codes = (): unknown[] => revalidation.problems().map(({ code, params }) => [code, params?.['file']]);
  return { revalidation, clock, asked, answers, validated, seen, step, runFor, codes };
}

test('asks for one address a minute, and for each again after an hour', async () => {
  const { asked, step, clock, runFor } = bench('a', 'b');
  expect(await step()).toBe(60_000);
  await clock.advance(60_000);
  await step();
  expect(asked).toEqual(['a', 'b']);
  await runFor(HOUR_MS - 60_000);
  expect(asked).toHaveLength(2);
  await runFor(120_000);
  expect(asked).toEqual(['a', 'b', 'a', 'b']);
  expect(await bench().step()).toBe(60_000);
});

test('an address that was asked for within the hour is not due, unless the clock was set back since', async () => {
  const { asked, clock, validated, step, runFor } = bench('a');
  validated.set('a', clock.now() - HOUR_MS + 120_000);
  await step();
  expect(asked).toEqual([]);
  await runFor(120_000);
  expect(asked).toEqual([]);
  await step();
  expect(asked).toEqual(['a']);

  const later = bench('b');
  later.validated.set('b', later.clock.now() + HOUR_MS);
  await later.step();
  expect(later.asked).toEqual(['b']);
});

test('a file whose hash the list gives is never asked for, not even in a hurry', async () => {
  const { asked, seen, revalidation, step } = bench();
  seen.needs = [need('a', 'ab')];
  revalidation.all();
  await step();
  expect(asked).toEqual([]);
});

test('in a hurry everything is asked for once, one after the other without a wait', async () => {
  const { asked, validated, clock, revalidation, step, runFor } = bench('a', 'b', 'c');
  await runFor(180_000);
  for (const name of ['a', 'b', 'c']) validated.set(name, clock.now());
  revalidation.all();
  expect([await step(), await step(), await step()]).toEqual([200, 200, 200]);
  expect(asked).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  expect(await step()).toBe(60_000);
  expect(asked).toHaveLength(6);
  revalidation.all();
  await step();
  expect(asked).toHaveLength(7);
});

test('what is no use is told, asked for again ever more seldom, and forgotten when it is mended', async () => {
  const { asked, answers, clock, step, runFor, codes } = bench('a');
  answers.set('a', 'undecodable');
  expect(await step()).toBe(30_000);
  expect(codes()).toEqual([['item-not-replaced', 'a.jpg']]);
  await clock.advance(29_999);
  expect(await step()).toBe(200);
  expect(asked).toHaveLength(1);
  await clock.advance(1);
  expect(await step()).toBe(60_000);
  expect(asked).toHaveLength(2);
  await runFor(60_000);
  await step();
  expect(asked).toHaveLength(3);
  answers.clear();
  await runFor(121_000);
  expect(asked).toHaveLength(4);
  expect(codes()).toEqual([]);
  await runFor(HOUR_MS / 2);
  expect(asked).toHaveLength(4);
});

test.each<MediaCode>(['offline', 'timeout', 'stopped', 'unauthorized', 'disk-error'])(
  'that the answer was %s says nothing of the file',
  async (code) => {
    const { answers, step, codes } = bench('a');
    answers.set('a', code);
    await step();
    expect(codes()).toEqual([]);
  },
);

test('who is broken off meanwhile counts nothing', async () => {
  const { answers, seen, step, codes } = bench('a');
  answers.set('a', 'undecodable');
  seen.stopsMeanwhile = true;
  await step();
  expect(codes()).toEqual([]);
});

test('an address that is not wanted any more is forgotten, with what was wrong with it', async () => {
  const { asked, answers, seen, clock, step, codes } = bench('a', 'b');
  answers.set('a', 'not-found');
  await step();
  await clock.advance(1_000);
  await step();
  seen.needs = [need('b')];
  await step();
  expect(codes()).toEqual([]);
  seen.needs = [need('a'), need('b')];
  await step();
  expect(asked).toEqual(['a', 'b', 'a']);
});

test('of many that are no use only some are told', async () => {
  const names = Array.from({ length: 30 }, (_, place) => `n${place}`);
  const { answers, revalidation, step, codes } = bench(...names);
  for (const name of names) answers.set(name, 'unsupported');
  revalidation.all();
  for (const name of names) if ((await step()) < 0) throw new Error(name);
  expect(codes()).toHaveLength(20);
});
