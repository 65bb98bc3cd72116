import { expect, it } from 'vitest';
import { hearScreenAway } from '../../../../src/player/screen/hear-screen-away.ts';
import { createProblems } from '../../../../src/player/status/problems.ts';
import { fail, type Failure } from '../../../../src/shared/result.ts';

it('is one line, one problem and no trouble while the window is away, and nothing when it is back', () => {
  const did: string[] = [];
  const problems = createProblems();
  let tell: (failure: Failure | null) => void = () => undefined;
  const note = (word: string) => (): void => void did.push(word);
  hearScreenAway({
    host: {
      onScreenAway: (listener) => {
        tell = listener;
      },
    },
    problems,
    recovery: { screenAway: note('explained') },
    screenReports: { screenAway: note('ended') },
    screenWatch: { setAway: (away) => did.push(`away: ${String(away)}`) },
    serviceWatchdog: { setWaiting: (waiting) => did.push(`waiting: ${String(waiting)}`) },
    log: {
      error: note('error'),
      warn: (line) => did.push(line),
      info: (line) => did.push(line),
      debug: note(''),
    },
    onNoDisplay: note('no display'),
    onChange: note('changed'),
  });
  const words = (text: string): Failure => fail('no-browser', `It cannot be started: ${text}`).error;
  tell(words('exit code 1'));
  expect(did).toEqual([
    'It cannot be started: exit code 1',
    'away: true',
    'waiting: true',
    'explained',
    'ended',
    'changed',
  ]);
  did.length = 0;
  tell(words('exit code 2'));
  expect(did, 'the newest words are shown, and not logged again').not.toContain(
    'It cannot be started: exit code 2',
  );
  expect(problems.list()).toEqual([words('exit code 2')]);
  did.length = 0;
  tell(null);
  expect(did).toEqual(['The screen is there again', 'away: false', 'waiting: false', 'changed']);
  expect(problems.list()).toEqual([]);
});
