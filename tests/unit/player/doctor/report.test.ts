import { describe, expect, it } from 'vitest';
import { finding, skippedAfter } from '../../../../src/player/doctor/finding.ts';
import { exitCodeOf, renderFinding } from '../../../../src/player/doctor/report.ts';

const good = finding('tcp', 'good', 'tcp-open', { message: 'Port 443 of server is open (3 ms).' });
const warning = finding('clock', 'warning', 'clock-off', {
  message: 'The clock is 5 minutes ahead.',
  remedy: 'Switch NTP on.',
});
const bad = finding('disk', 'bad', 'disk-full', { message: 'Nothing is free.', remedy: 'Free some space.' });

describe('the report for a terminal', () => {
  it('has a line for each finding, and its remedy below it', () => {
    expect([good, warning, skippedAfter('sign-in', 'tls'), bad].map(renderFinding).join('\n')).toBe(
      [
        '✓ tcp          Port 443 of server is open (3 ms).',
        '! clock        The clock is 5 minutes ahead.',
        '               → Switch NTP on.',
        '– sign-in      Not looked at, since it needs a good tls first.',
        '✗ disk         Nothing is free.',
        '               → Free some space.',
      ].join('\n'),
    );
  });

  it('counts warnings as no failure for the exit code', () => {
    expect([exitCodeOf([good, warning]), exitCodeOf([good, bad])]).toEqual([0, 1]);
  });
});
