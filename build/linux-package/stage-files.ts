import { chmodSync, cpSync, lstatSync, lutimesSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import { packageTime, type PackagePlan } from './package-plan.ts';

const FOLDER_MODE = 0o755;

/**
 * Lays the contents of a package out below `root`, with the modes that they shall have on the machine, whatever the umask of
 * the one who builds; answers the places of the files, sorted, without their leading slash.
 */
export function stageFiles(plan: PackagePlan, root: string): readonly string[] {
  for (const { from, to } of plan.contents) {
    const place = join(root, to);
    mkdirSync(dirname(place), { recursive: true });
    cpSync(from, place, { recursive: true, verbatimSymlinks: true });
  }
  for (const place of filesBelow(root)) {
    if (plan.excluded.some((pattern) => matchesGlob(place, pattern))) rmSync(join(root, place));
  }
  for (const folder of [root, ...foldersBelow(root)]) chmodSync(folder, FOLDER_MODE);
  const files = filesBelow(root);
  for (const file of files) {
    const path = join(root, file);
    const status = lstatSync(path);
    if (!status.isSymbolicLink()) chmodSync(path, (status.mode & 0o111) === 0 ? 0o644 : 0o755);
  }
  setTimes(root, packageTime(process.env));
  return files;
}

/** Gives everything in `root`, and itself, one time of change, epoch seconds. */
export function setTimes(root: string, seconds: number): void {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const path = join(root, entry.name);
    if (entry.isDirectory()) setTimes(path, seconds);
    else lutimesSync(path, seconds, seconds);
  }
  lutimesSync(root, seconds, seconds);
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function foldersBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}
