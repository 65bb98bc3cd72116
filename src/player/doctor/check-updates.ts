import type { DoctorFinding } from '../../shared/doctor.ts';
import { peekUpdateState } from '../updates/update-folder.ts';
import { finding } from './finding.ts';

/** How the last update of this player went. Reads only. */
export function updateFinding(dataFolder: string, appVersion: string): DoctorFinding {
  const { result, previous } = peekUpdateState(dataFolder);
  if (result === null) {
    return finding('updates', 'good', 'updates-none', {
      message: `This is version ${appVersion}, and no other was ever installed over it.`,
      params: { version: appVersion },
    });
  }
  const { version, rolledBackFor } = result;
  if (rolledBackFor === null) {
    const before = previous === null ? 'the packaged one' : `version ${previous}`;
    return finding('updates', 'good', 'updates-good', {
      message: `Version ${version} was installed as an update and stands; before it came ${before}.`,
      params: { version },
    });
  }
  const why =
    rolledBackFor === 'crashed' ? 'it ended again and again' : 'it showed or told nothing in its time';
  return finding('updates', 'warning', 'updates-rolled-back', {
    message: `Version ${version} did not work here (${why}) and was taken back; this is version ${appVersion}.`,
    remedy: 'Nothing has to be done: a newer version is waited for.',
    params: { version },
  });
}
