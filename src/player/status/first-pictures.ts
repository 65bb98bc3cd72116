import { readFileSync, rmSync } from 'node:fs';
import type { DiskWrites } from '../../platform/files/disk-writes.ts';
import { replaceFile } from '../../platform/files/replace-file.ts';
import {
  FIRST_PICTURE_TYPES,
  LONGEST_FIRST_PICTURES_BYTES,
  MOST_FIRST_PICTURES,
  type FirstPicture,
  type FirstPictures,
} from '../../shared/first-picture.ts';
import type { Program, ProgramItem } from '../../shared/program.ts';
import type { Snapshot } from '../../shared/status.ts';

/** What decides of the first picture of the next start. */
export interface FirstPictureFacts {
  readonly snapshot: Pick<Snapshot, 'state' | 'settings' | 'panel' | 'trial' | 'serverTrial'> & {
    readonly player: Pick<Snapshot['player'], 'orientation'>;
  };
  /** As the page gets it: without what brought the screen down. */
  readonly program: Program | null;
  readonly mediaFolder: string;
}

/**
 * What a start may show before the player is loaded; null: nothing, since more than the place of playback decides it (the hours of
 * the screen, the clock of a group), or nothing is to be seen. Items with a window of time are none of the pictures.
 */
export function firstPicturesOf({ snapshot, program, mediaFolder }: FirstPictureFacts): FirstPictures | null {
  const { settings, panel, state, player } = snapshot;
  const hasHours = panel.hours !== null || settings.screenOffWhenClosed;
  // A group goes by its clock, and not by where this screen stood.
  if (program === null || program.group !== undefined || state === 'unpaired' || hasHours) return null;
  const pictures = program.items.slice(0, MOST_FIRST_PICTURES).flatMap(pictureOf);
  if (pictures.length === 0) return null;
  const [first] = program.items;
  return {
    program: program.id,
    // By chance, another one may be the first.
    first: program.shuffle ? null : (pictures.find(({ item }) => item === first?.key)?.item ?? null),
    folder: mediaFolder,
    look: {
      fit: settings.fit,
      background: settings.backgroundColour,
      rotation: settings.rotation,
      orientation: player.orientation,
    },
    pictures,
  };
}

function pictureOf({ key, kind, sha256, mime, window }: ProgramItem): FirstPicture[] {
  const isShownAtAnyTime = kind === 'image' && window === null;
  if (!isShownAtAnyTime || sha256 === null || mime === null || !FIRST_PICTURE_TYPES.has(mime)) return [];
  return [{ item: key, sha256, mime }];
}

/** Leaves {@link FirstPictures} behind in `file` (mode 600) when they have changed. */
export function createFirstPictureNotes(
  file: string,
  writes: DiskWrites,
): { take(facts: FirstPictureFacts): void } {
  let kept: string | null = null;
  return {
    take: (facts) => {
      // What is only tried is not what the next start shows.
      if (facts.snapshot.trial !== null || facts.snapshot.serverTrial !== null) return;
      const pictures = firstPicturesOf(facts);
      const whole = pictures === null ? '' : JSON.stringify(pictures);
      const text = Buffer.byteLength(whole) > LONGEST_FIRST_PICTURES_BYTES ? '' : whole;
      kept ??= textIn(file);
      if (text === kept) return;
      kept = text;
      writes.attempt('first-pictures.json', () => {
        if (text === '') rmSync(file, { force: true });
        else replaceFile(file, text);
      });
    },
  };
}

/** Empty where there is none. */
function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
