import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createProber, type Prober } from '../../../../src/player/media/probe.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { makeFolder } from '../../../support/make-folder.ts';

const support = join(import.meta.dirname, '../../../support');
const hostile = pathToFileURL(join(support, 'hostile-probe-thread.ts'));
const comments = join(support, 'foreign-bytes/comments-351-bytes.svg');
const picture = join(support, 'media/green.png');
const { path: folder, remove } = makeFolder();

const probers: Prober[] = [];
afterEach(async () => {
  await Promise.all(probers.splice(0).map((prober) => prober.stop()));
});
afterAll(remove);

function start(file?: URL, answerMs = 500): Prober {
  const prober = createProber(createSystemClock(), file, { answerMs, heapMb: 64 });
  probers.push(prober);
  return prober;
}

/** A copy of a file under a name that leads the hostile thread astray. */
function named(name: string, from = comments): string {
  const path = join(folder, name);
  copyFileSync(from, path);
  return path;
}

/** How often the main thread came to its turn while `work` was done, every 20 ms at best. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 20);
  await work;
  clearInterval(timer);
  return turns;
}

test('the thread of the player itself answers for a good file and for the upload that once hung it', async () => {
  const prober = start(undefined, 10_000);
  expect(await prober.probe(picture)).toMatchObject({ ok: true, value: { mime: 'image/png' } });
  expect(await prober.probe(comments)).toMatchObject({ ok: false, error: { code: 'undecodable' } });
});

test('a parser that never comes back is ended after its time, twice, while the player goes on', async () => {
  const prober = start(hostile);
  const probing = prober.probe(named('hang.svg'));
  // Two tries of 500 ms.
  expect(await turnsDuring(probing)).toBeGreaterThan(10);
  expect(await probing).toMatchObject({ ok: false, error: { code: 'undecodable' } });
});

test.each(['eat', 'fall'])(
  'a parser that would %s costs its file only, and not the next one',
  async (name) => {
    const prober = start(hostile, 20_000);
    const [bad, good] = await Promise.all([prober.probe(named(name)), prober.probe(picture)]);
    expect(bad).toMatchObject({ ok: false, error: { code: 'undecodable' } });
    expect(good).toMatchObject({ ok: true, value: { mime: 'image/png' } });
  },
);

test('a file that cannot be read is no file that cannot be decoded', async () => {
  await expect(start().probe(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('stopping breaks off what is being read, and says nothing about the file', async () => {
  const prober = start(hostile, 60_000);
  const probing = prober.probe(named('hang.svg'));
  probing.catch(() => undefined);
  await prober.stop();
  await expect(probing).rejects.toThrow('stopped');
});

test('a thread that is not there rejects, and says nothing about the file', async () => {
  const prober = start(pathToFileURL(join(folder, 'no-such-thread.ts')));
  await expect(prober.probe(picture)).rejects.toThrow('did not start');
});
