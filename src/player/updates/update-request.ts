import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dataFile } from '../../platform/files/data-files.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';

/** What the command line may ask the player for that has the data folder, or the next one that starts on it. */
const updateRequests = ['check', 'now'] as const;
export type UpdateRequest = (typeof updateRequests)[number];

/** Leaves `request` in the data folder. Throws what the disk says. */
export function leaveUpdateRequest(dataFolder: string, request: UpdateRequest): void {
  mkdirSync(dataFile(dataFolder, 'updatesFolder'), { recursive: true, mode: 0o700 });
  replaceFile(dataFile(dataFolder, 'updateRequest'), request);
}

/** Takes what was left; null: nothing, or nothing that is known. Never throws. */
export function takeUpdateRequest(dataFolder: string): UpdateRequest | null {
  const file = dataFile(dataFolder, 'updateRequest');
  try {
    const text = readFileSync(file, 'utf8');
    rmSync(file);
    return updateRequests.find((request) => request === text) ?? null;
  } catch {
    return null;
  }
}
