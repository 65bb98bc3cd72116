import { expect, it } from 'vitest';
import { describeFigure, isMet } from '../../bench/figure.ts';
import { reportOf } from '../../bench/report.ts';

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
