import { expect, it, vi } from 'vitest';
import { runTool, type ToolAnswer } from '../../../../src/platform/machine/run-tool.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { makeFakeTools, type FakeTools } from '../../../support/fake-tools.ts';

const LIMIT_MS = 2_000;

function run(fakes: FakeTools, environment: Readonly<Record<string, string>> = {}): Promise<ToolAnswer> {
  const dependencies = { environment: { PATH: fakes.folder, ...environment }, clock: createFakeClock() };
  return runTool('tool', ['a', '*'], dependencies, { limitMs: LIMIT_MS });
}

it('answers what a tool said, how it ended, and that it is missing', async () => {
  const fakes = makeFakeTools();
  expect(await run(fakes)).toEqual({ kind: 'missing' });
  fakes.add('tool', 'echo said; echo complained >&2; exit 3');
  expect(await run(fakes)).toEqual({ kind: 'ended', code: 3, text: 'said\n', complaint: 'complained\n' });
  expect(fakes.asked()).toEqual(['tool a *']);
});

it('keeps only so much of what it says', async () => {
  const fakes = makeFakeTools();
  fakes.add(
    'tool',
    'i=0; while [ $i -lt 3000 ]; do echo "0123456789012345678901234567890123456789"; i=$((i+1)); done',
  );
  const answer = await run(fakes);
  expect(answer.kind === 'ended' ? answer.text.length : 0).toBe(65_536);
});

it('tells it neither a secret nor where to speak to the service manager', async () => {
  const fakes = makeFakeTools();
  fakes.add('tool', 'echo "$DIGIPLAYER_AUTH_CODE|$NOTIFY_SOCKET|$DISPLAY|$LC_ALL"');
  const environment = { DIGIPLAYER_AUTH_CODE: 'code', NOTIFY_SOCKET: '/run/n', DISPLAY: ':7', LC_ALL: 'de' };
  expect(await run(fakes, environment)).toMatchObject({ text: '||:7|C\n' });
});

it('ends one that takes too long, or that is taken back, also before it has begun', async () => {
  const fakes = makeFakeTools();
  fakes.add('tool', 'sleep 600');
  const clock = createFakeClock();
  const dependencies = { environment: { PATH: fakes.folder }, clock };
  const late = runTool('tool', [], dependencies, { limitMs: LIMIT_MS });
  await vi.waitFor(() => {
    expect(fakes.asked()).toHaveLength(1);
  }, 10_000);
  await clock.advance(LIMIT_MS);
  expect(await late).toEqual({ kind: 'killed' });

  const back = new AbortController();
  const taken = runTool('tool', [], dependencies, { limitMs: LIMIT_MS, signal: back.signal });
  back.abort();
  expect(await taken).toEqual({ kind: 'killed' });
  expect(await runTool('tool', [], dependencies, { limitMs: LIMIT_MS, signal: back.signal })).toEqual({
    kind: 'killed',
  });
});
