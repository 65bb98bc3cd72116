import type { DoctorFinding } from '../../shared/doctor.ts';
import type { ShellFacts } from './doctor.types.ts';
import { finding, showable } from './finding.ts';

/** What came of the last stick that had a playlist; nothing where there was none, or it is being read. */
export function stickFindings(stick: ShellFacts['stick']): readonly DoctorFinding[] {
  if (stick === null || stick === undefined || stick.outcome === 'reading') return [];
  const moment = `${stick.at.slice(0, '2026-01-31T12:00'.length).replace('T', ' ')} UTC`;
  const params = { moment };
  const read = `The last stick was read on ${moment}`;
  switch (stick.outcome) {
    case 'plays': {
      const message = `${read}, and its playlist was taken over.`;
      return [finding('shell', 'good', 'shell-stick-good', { message, params })];
    }
    case 'server': {
      const message = `${read}; the server answered, so that its playlist was not needed.`;
      return [finding('shell', 'good', 'shell-stick-server', { message, params })];
    }
    case 'refused': {
      const reason = showable(stick.reason ?? '');
      const message = `${read}, and its playlist was refused. ${reason}`.trim();
      const remedy = 'Make the playlist anew with bundle make, and put the stick in again.';
      return [finding('shell', 'warning', 'shell-stick-refused', { message, remedy, params })];
    }
  }
}
