import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFile } from '../../platform/files/data-files.ts';
import type { CallCode, UpdateCode } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { diskFailure } from '../media/disk-failures.ts';
import type { MediaStore } from '../media/media-types.ts';
import type { DownloadAnswer, DownloadRequest } from '../server/server-client.types.ts';
import {
  choosePackage,
  MOST_MANIFEST_BYTES,
  readManifest,
  type OwnKind,
  type UpdatePackage,
} from './manifest.ts';
import { isVersionHere, keepUpdateState, peekUpdateState } from './update-folder.ts';
import { isWanted, stage, versionsInUse } from './update-state.ts';
import { unpackVersion } from './unpack-version.ts';

export interface BringUpdateDependencies {
  readonly dataFolder: string;
  /** Where the manifest lies; what it offers lies beside it. */
  readonly address: string;
  /** Whose signature counts. */
  readonly keys: readonly string[];
  readonly own: OwnKind;
  readonly media: Pick<MediaStore, 'lend'>;
  readonly download: (request: DownloadRequest) => Promise<Result<DownloadAnswer, CallCode>>;
  readonly now: () => number;
  readonly onFound?: (version: string) => void;
}

/** An archive grows so much where the manifest does not say how large it becomes; what it is is seen before it is unpacked. */
const USUAL_GROWTH = 4;
/** Longer nobody waits for a manifest, ms. */
const MANIFEST_WITHIN_MS = 60_000;

/**
 * Asks the feed, and where it offers a newer version for this player, fetches, proves and unpacks it, so that it can be
 * started. Answers the version; null: there is nothing new. Whatever fails, what runs and what waits stays as it is.
 */
export async function bringUpdate(
  dependencies: BringUpdateDependencies,
  signal: AbortSignal,
): Promise<Result<string | null, UpdateCode>> {
  const { dataFolder, address, own } = dependencies;
  const text = await fetchManifest(dependencies, signal);
  if (!text.ok) return text;
  const manifest = readManifest(text.value, dependencies.keys);
  if (!manifest.ok) return manifest;
  const { version } = manifest.value;
  const chosen = choosePackage(manifest.value, own);
  if (!chosen.ok) return chosen;
  const before = peekUpdateState(dataFolder);
  if (chosen.value === null || before.staged?.version === version) return ok(null);
  if (before.trial !== null) return ok(null);
  if (!isWanted(before, version, own.version)) {
    const message = `Version ${version} was tried here and taken back; a newer one is waited for.`;
    return fail('update-refused', message, { version });
  }
  dependencies.onFound?.(version);
  try {
    const url = new URL(chosen.value.file, address);
    const placed = await fetchAndPlace(version, chosen.value, url, dependencies, signal);
    if (!placed.ok) return placed;
    keepUpdateState(dataFolder, stage(peekUpdateState(dataFolder), version, dependencies.now()));
    await removeUnused(dataFolder);
  } catch (thrown) {
    return diskFailure(thrown);
  }
  return ok(version);
}

async function fetchAndPlace(
  version: string,
  { file, size, sha256, form, unpackedSize }: UpdatePackage,
  url: URL,
  { dataFolder, media }: BringUpdateDependencies,
  signal: AbortSignal,
): Promise<Result<null, UpdateCode>> {
  // A power cut may have come between the version's name and the note of it: it was whole before it had the name.
  if (isVersionHere(dataFolder, version, form)) return ok(null);
  // What nothing will start any more makes room first.
  await removeUnused(dataFolder);
  const besideBytes = unpackedSize ?? size * (form === 'appimage' ? 1 : USUAL_GROWTH);
  const need = { url: url.href, fileName: file, kind: null, size, sha256, besideBytes };
  return await media.lend(
    need,
    (path, room) => unpackVersion(path, { dataFolder, version, form, room }),
    signal,
  );
}

async function fetchManifest(
  { address, download }: BringUpdateDependencies,
  signal: AbortSignal,
): Promise<Result<string, UpdateCode>> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(MANIFEST_WITHIN_MS)]);
  const answer = await download({ url: address, signal: bounded });
  if (!answer.ok) return answer;
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of answer.value.body) {
      bytes += part.byteLength;
      if (bytes > MOST_MANIFEST_BYTES) return fail('too-large', 'The manifest of the updates is too long.');
      // A part is valid until the next one comes.
      parts.push(Buffer.from(part));
    }
  } catch {
    return signal.aborted
      ? fail('stopped', 'The download was broken off.')
      : fail('incomplete', 'The manifest of the updates did not come to its end.');
  }
  return ok(Buffer.concat(parts).toString('utf8'));
}

/** Deletes every version that nothing will start any more. */
async function removeUnused(dataFolder: string): Promise<void> {
  const versions = dataFile(dataFolder, 'updateVersions');
  if (!existsSync(versions)) return;
  const used = versionsInUse(peekUpdateState(dataFolder));
  // Under another name first: what is deleted half must not be taken for a version.
  const going = join(versions, 'going');
  for (const name of await readdir(versions)) {
    if (used.includes(name)) continue;
    await rm(going, { recursive: true, force: true });
    if (name !== 'going') await rename(join(versions, name), going);
    await rm(going, { recursive: true, force: true });
  }
}
