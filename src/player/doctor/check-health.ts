import { CLOCK_TOLERANCE_MS } from '../../playback/wall-clock.ts';
import type { ServerHealth } from '../server/server-client.types.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { finding, showable } from './finding.ts';

/** From here on, dayparting shows the wrong items and certificates may seem out of date. */
const HARMFUL_SKEW_MS = 3_600_000;

/** What the server says about itself. */
export function healthFinding({ version }: ServerHealth): DoctorFinding {
  if (version === null) {
    return finding('health', 'good', 'health-no-version', {
      message: 'The server is well; it does not tell its version.',
    });
  }
  const shown = showable(version);
  return finding('health', 'good', 'health-good', {
    message: `The server is well and runs version ${shown}.`,
    params: { version: shown },
  });
}

/** How far this machine's clock is from the server's. */
export function clockFinding({ clockSkewMs }: ServerHealth): DoctorFinding {
  if (clockSkewMs === null) {
    return finding('clock', 'skipped', 'skipped-no-date', {
      message: 'The server does not tell its time, so the clocks cannot be compared.',
    });
  }
  const seconds = Math.round(Math.abs(clockSkewMs) / 1000);
  if (Math.abs(clockSkewMs) <= CLOCK_TOLERANCE_MS) {
    return finding('clock', 'good', 'clock-good', {
      message: `The clock agrees with the server's to within ${Math.max(1, seconds)} s.`,
      params: { seconds },
    });
  }
  const direction = clockSkewMs > 0 ? 'behind' : 'ahead';
  return finding('clock', Math.abs(clockSkewMs) > HARMFUL_SKEW_MS ? 'bad' : 'warning', 'clock-off', {
    message: `The clock of this machine is ${inWords(seconds)} ${direction} the server's.`,
    remedy: 'Switch time synchronisation (NTP) on, here or on the server, and check the time zone.',
    params: { seconds, direction },
  });
}

function inWords(seconds: number): string {
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} hours` : `${Math.round(seconds / 86_400)} days`;
}
