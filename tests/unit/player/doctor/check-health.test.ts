import { describe, expect, it } from 'vitest';
import { clockFinding, healthFinding } from '../../../../src/player/doctor/check-health.ts';

describe('the clock', () => {
  it.each([
    [0, 'good'],
    [60_000, 'good'],
    [-60_001, 'warning'],
    [3_600_000, 'warning'],
    [3_600_001, 'bad'],
  ])('%i ms off is %s', (clockSkewMs, verdict) => {
    expect(clockFinding({ version: null, capabilities: [], clockSkewMs }).verdict).toBe(verdict);
  });

  it('says which way it is wrong, in units that people use', () => {
    const { message } = clockFinding({ version: null, capabilities: [], clockSkewMs: 56 * 365 * 86_400_000 });
    expect(message).toBe("The clock of this machine is 20440 days behind the server's.");
    expect(clockFinding({ version: null, capabilities: [], clockSkewMs: -300_000 }).message).toContain(
      '5 minutes ahead',
    );
  });

  it('is not judged without a Date', () => {
    expect(clockFinding({ version: null, capabilities: [], clockSkewMs: null }).verdict).toBe('skipped');
  });
});

it('shows no control character of the server’s version', () => {
  expect(healthFinding({ version: '2\u0007', capabilities: [], clockSkewMs: 0 }).message).toContain(
    'version 2.',
  );
});
