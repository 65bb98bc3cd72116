import { describe, expect, it } from 'vitest';
import { finding, skippedAfter } from '../../../../src/player/doctor/finding.ts';
import { exitCodeOf, renderDoctorReport } from '../../../../src/player/doctor/report.ts';

const good = finding('tcp', 'good', 'tcp-open', { message: 'Port 443 of server is open (3 ms).' });
const warning = finding('clock', 'warning', 'clock-off', {
  message: 'The clock is 5 minutes ahead.',
  remedy: 'Switch NTP on.',
});
const bad = finding('disk', 'bad', 'disk-full', { message: 'Nothing is free.', remedy: 'Free some space.' });

describe('the report for a terminal', () => {
  it('has a line for each finding, its remedy below it, and a sum', () => {
    expect(renderDoctorReport([good, warning, skippedAfter('sign-in', 'tls'), bad])).toBe(
      [
        '✓ tcp          Port 443 of server is open (3 ms).',
        '! clock        The clock is 5 minutes ahead.',
        '               → Switch NTP on.',
        '– sign-in      Not looked at, since it needs a good tls first.',
        '✗ disk         Nothing is free.',
        '               → Free some space.',
        '',
        '1 thing is wrong, 1 thing deserves a look.',
        '',
      ].join('\n'),
    );
  });

  it('says that nothing is wrong', () => {
    expect(renderDoctorReport([good])).toMatch(/\n\nNothing is wrong\.\n$/);
  });

  it('counts warnings as no failure for the exit code', () => {
    expect([exitCodeOf([good, warning]), exitCodeOf([good, bad])]).toEqual([0, 1]);
  });
});
