import type { DoctorFinding } from '../../shared/doctor.ts';
import { peekUpdateState } from '../updates/update-folder.ts';
import { finding } from './finding.ts';

export interface CheckUpdatesOptions {
  readonly dataFolder: string;
  readonly appVersion: string;
  /** The setting of that name. */
  readonly updateFeed: string;
  /** Whose signature this build takes; null where that is not known. */
  readonly updateKeys: readonly string[] | null;
}

/** Whether this player takes updates that it is asked to take, and how the last one went. Reads only. */
export function updateFindings(options: CheckUpdatesOptions): readonly DoctorFinding[] {
  const last = lastUpdate(options);
  return options.updateFeed !== '' && options.updateKeys?.length === 0 ? [withoutKey(), last] : [last];
}

function withoutKey(): DoctorFinding {
  return finding('updates', 'warning', 'updates-no-key', {
    message:
      'An address for updates is set, but this build of the player has no key to know them by, so that it takes none.',
    remedy: 'Install a build whose makers sign their updates, or clear updateFeed.',
  });
}

function lastUpdate({ dataFolder, appVersion }: CheckUpdatesOptions): DoctorFinding {
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
