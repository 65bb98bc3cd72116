import type { DoctorFinding } from '../../shared/doctor.ts';
import type { GroupClockStatus } from '../../shared/status.ts';
import { ROUGH_FROM_MS } from '../server/group-clock.ts';
import { finding } from './finding.ts';

const REMEDY = 'Switch time synchronisation (NTP) on, on every screen of the group.';

/** How well a screen knows the time that its group shares; nothing where it is in none, or nobody knows. */
export function groupFindings(clock: GroupClockStatus | null | undefined): readonly DoctorFinding[] {
  if (clock === null || clock === undefined) return [];
  const { group: name, source, errorMs } = clock;
  if (source === 'machine' || errorMs === null) {
    const message = `Nothing says whether the clock of this machine is right, so it may be out of step with the group ${name}.`;
    return [
      finding('shell', 'warning', 'shell-group-unknown', { message, remedy: REMEDY, params: { name } }),
    ];
  }
  const milliseconds = Math.ceil(errorMs);
  const params = { name, milliseconds };
  if (errorMs > ROUGH_FROM_MS) {
    const message = `This screen is only roughly in step with the group ${name}, to within ${milliseconds} ms.`;
    return [finding('shell', 'warning', 'shell-group-rough', { message, remedy: REMEDY, params })];
  }
  const [code, by] =
    source === 'ntp'
      ? (['shell-group-ntp', "this machine's clock, which NTP keeps right"] as const)
      : (['shell-group-server', "the server's clock"] as const);
  const message = `The group ${name} goes by ${by}, to within ${milliseconds} ms.`;
  return [finding('shell', 'good', code, { message, params })];
}
