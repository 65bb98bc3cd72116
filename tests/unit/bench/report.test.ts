import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeFigure, isMet } from '../../bench/figure.ts';
import { reportOf, writeReport } from '../../bench/report.ts';
import type { BenchRun } from '../../bench/run-short.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const beside = { name: 'curl', value: 200 };

it('judges the ratio where there is a reference, else the value, and nothing without an aim', () => {
  expect(isMet({ name: 'file', value: 190, unit: 'MB/s', reference: beside, aim: { atLeast: 0.95 } })).toBe(
    true,
  );
  expect(isMet({ name: 'file', value: 189, unit: 'MB/s', reference: beside, aim: { atLeast: 0.95 } })).toBe(
    false,
  );
  const ofRounds = { name: 'file', value: 189, unit: 'MB/s', reference: beside, ratio: 1.2 };
  expect(isMet({ ...ofRounds, aim: { atMost: 1.1 } })).toBe(false);
  expect(isMet({ name: 'memory', value: 50, unit: 'MB', aim: { atMost: 64 } })).toBe(true);
  expect(isMet({ name: 'memory', value: 50, unit: 'MB' })).toBeNull();
});

it('tells a missed aim in a line for people', () => {
  const figure = {
    name: 'file',
    value: 100,
    unit: 'MB/s',
    reference: beside,
    aim: { atLeast: 0.95 },
  } as const;
  expect(describeFigure(figure)).toBe('file: 100 MB/s, curl 200: 0.50 × (aim: at least 0.95; MISSED)');
});

it('makes one table of all, and tells what was not measured', () => {
  const report = reportOf([
    {
      name: 'download',
      seconds: 20,
      failure: null,
      figures: [{ name: 'file', value: 100, unit: 'MB/s', reference: beside, aim: { atLeast: 0.95 } }],
    },
    { name: 'memory', seconds: 5, failure: 'it took longer than 5 s', figures: [] },
  ]);
  expect(report).toContain(
    '| download | file | 100 MB/s | curl: 200 MB/s | 0.50 × | at least 0.95 | **no** |',
  );
  expect(report).toContain('| memory | not measured | it took longer than 5 s |');
  expect(report).toContain('in 25 s');
});

it('tells a slope through too few points as not met, not as nothing', () => {
  const figure = { name: 'heap', value: Number.NaN, unit: '%', aim: { atMost: 1 } } as const;
  expect(isMet(figure)).toBe(false);
  expect(reportOf([{ name: 'soak', seconds: 1, failure: null, figures: [figure] }])).toContain(
    '| soak | heap | NaN % |  |  | at most 1 | **no** |',
  );
});

it('goes on after one that fails, keeps what was measured after each, and begins nothing when the time is over', async () => {
  const folder = temporaryFolder();
  const kept = (): string => readFileSync(join(folder, 'report.md'), 'utf8');
  let now = 0;
  const asked: [string, number][] = [];
  const said: string[] = [];
  const run = (name: string, { seconds }: { seconds: number }): Promise<BenchRun> => {
    asked.push([name, seconds]);
    if (asked.length > 1) expect(kept()).toContain('| broken | not measured | it broke |');
    now += seconds;
    const failure = name === 'broken' ? 'it broke' : null;
    return Promise.resolve({ name, seconds, failure, figures: [{ name: 'file', value: 1, unit: 'MB' }] });
  };
  const short = (seconds: number): { options: string[]; seconds: number } => ({ options: [], seconds });
  const entries = [
    { name: 'broken', short: short(300) },
    { name: 'long', short: short(500) },
    { name: 'longer', short: short(600) },
    { name: 'late', short: short(10) },
  ];
  const tools = { run, say: (line: string) => said.push(line), folder, seconds: () => now };
  const runs = await writeReport(entries, tools);
  expect(asked).toEqual([
    ['broken', 300],
    ['long', 500],
    ['longer', 400],
  ]);
  expect(runs.at(-1)).toMatchObject({
    name: 'late',
    failure: 'the 20 minutes of the report were over',
    figures: [],
  });
  expect(kept()).toContain('| long | file | 1 MB |');
  expect(said[2]).toBe('[2/4] long,  (at most 500 s)');
  expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toHaveLength(4);
});
