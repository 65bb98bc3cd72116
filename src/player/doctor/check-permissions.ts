import { constants, type Stats } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DATA_FILES } from '../../platform/files/data-files.ts';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { finding } from './finding.ts';

/** What has secrets in it or behind it, mode 600 (docs/server-contract.md, at the end). */
const PRIVATE_FILES = [
  DATA_FILES.settings,
  DATA_FILES.credentials,
  DATA_FILES.credentialsKey,
  DATA_FILES.database,
  `${DATA_FILES.database}-wal`,
  `${DATA_FILES.database}-shm`,
  DATA_FILES.status,
  DATA_FILES.trust,
  DATA_FILES.trustCopy,
  DATA_FILES.log,
] as const;

/** What the rules say of one file or folder. */
export interface FileFacts {
  /** `.` is the data folder itself. */
  readonly name: string;
  readonly mode: number;
  readonly owner: number;
}

/** Whether the data folder can be written, and its files belong to one user alone. */
export async function checkPermissions(
  dataFolder: string,
  platform: NodeJS.Platform = process.platform,
): Promise<readonly DoctorFinding[]> {
  if (!(await isWritable(dataFolder))) return [readOnly(dataFolder)];
  if (platform === 'win32') return [judgedElsewhere()];
  const names = ['.', ...PRIVATE_FILES];
  const facts = await Promise.all(names.map((name) => factsOf(dataFolder, name)));
  return permissionFindings(facts.filter((fact) => fact !== null));
}

/** Measures modes and owners by the rule that all of it belongs to the owner of the folder alone. Pure. */
export function permissionFindings(facts: readonly FileFacts[]): readonly DoctorFinding[] {
  const folder = facts.find(({ name }) => name === '.');
  const open = facts.filter(({ mode }) => (mode & 0o077) !== 0).map(({ name }) => name);
  const foreign = facts.filter(({ owner }) => owner !== folder?.owner).map(({ name }) => name);
  const findings: DoctorFinding[] = [];
  if (foreign.length > 0) {
    const files = foreign.join(', ');
    findings.push(
      finding('permissions', 'bad', 'permissions-owner', {
        message: `These belong to another user than the data folder does: ${files}.`,
        remedy: 'Give them to the user that the player runs as (chown); a start as root leaves such files.',
        params: { files },
      }),
    );
  }
  if (open.length > 0) {
    const files = open.map((name) => (name === '.' ? 'the data folder' : name)).join(', ');
    findings.push(
      finding('permissions', 'bad', 'permissions-open', {
        message: `Other users of this machine may read what is private: ${files}.`,
        remedy: 'Set mode 600 on the files (chmod 600) and 700 on the data folder.',
        params: { files },
      }),
    );
  }
  if (findings.length > 0) return findings;
  const count = facts.length - 1;
  const message = `The data folder and its ${count} private files belong to one user alone.`;
  return [finding('permissions', 'good', 'permissions-good', { message, params: { count } })];
}

/** A card that the system mounted read-only after errors refuses even root. */
async function isWritable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readOnly(folder: string): DoctorFinding {
  return finding('permissions', 'bad', 'permissions-read-only', {
    message: `The data folder ${folder} cannot be written.`,
    remedy: 'Check who owns it; a disk that became read-only by itself is often failing.',
    params: { folder },
  });
}

function judgedElsewhere(): DoctorFinding {
  return finding('permissions', 'skipped', 'skipped-permissions-elsewhere', {
    message: 'The data folder can be written; Windows has no file modes to look at.',
  });
}

async function factsOf(folder: string, name: string): Promise<FileFacts | null> {
  const found: Stats | null = await stat(join(folder, name)).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  });
  return found === null ? null : { name, mode: found.mode, owner: found.uid };
}
