import { describe, expect, it, vi } from 'vitest';
import { clockProblems, createClockReports } from '../../../../src/player/status/clock-reports.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { ClockStatus } from '../../../../src/shared/status.ts';

const HOUR_MS = 3_600_000;
const status = (verdict: ClockStatus['verdict'], correctionMs: number | null = null): ClockStatus => ({
  verdict,
  correctionMs,
  earliestMs: 0,
});

describe('a clock that is wrong', () => {
  it('is told once, each time that something changes', () => {
    const report = vi.fn();
    const tell = createClockReports({ report }, createSilentLog());
    for (const next of [
      status('right'),
      status('wrong'),
      status('wrong'),
      status('corrected', 3 * HOUR_MS),
      status('corrected', 3 * HOUR_MS + 900),
      status('corrected', -90_000),
      status('right'),
    ])
      tell(next);
    expect(report.mock.calls).toEqual([
      [
        'clock-off',
        "This screen's clock is wrong and no server has told the time: the dates of items limit nothing.",
      ],
      ['clock-off', "This screen's clock is 3 hours behind the server's, whose time is used."],
      ['clock-off', "This screen's clock is 2 minutes ahead of the server's, whose time is used."],
      ['clock-off', "This screen's clock is right again."],
    ]);
  });

  it('is a problem for the technician, one with a correction another', () => {
    const codesOf = (verdict: ClockStatus['verdict']): string[] =>
      clockProblems(status(verdict)).map(({ code }) => code);
    expect(codesOf('right')).toEqual([]);
    expect(codesOf('wrong')).toEqual(['clock-wrong']);
    expect(codesOf('corrected')).toEqual(['clock-corrected']);
  });
});
