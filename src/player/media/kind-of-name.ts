import { extname } from 'node:path';
import type { MediaKind } from './media-types.ts';

const KINDS_BY_EXTENSION: Readonly<Record<string, MediaKind>> = {
  '.jpg': 'image',
  '.jpeg': 'image',
  '.png': 'image',
  '.gif': 'image',
  '.webp': 'image',
  '.avif': 'image',
  '.bmp': 'image',
  '.svg': 'image',
  '.mp4': 'video',
  '.m4v': 'video',
  '.mov': 'video',
  '.webm': 'video',
  '.mkv': 'video',
  '.3gp': 'video',
  '.3g2': 'video',
  '.mp3': 'audio',
  '.m4a': 'audio',
  '.ogg': 'audio',
  '.wav': 'audio',
  '.flac': 'audio',
  '.pdf': 'pdf',
};

/** What a file's name says it is; null when its extension says nothing (docs/server-contract.md, `type`). */
export function kindOfName(fileName: string): MediaKind | null {
  return KINDS_BY_EXTENSION[extname(fileName).toLowerCase()] ?? null;
}

/** The ends of the names of such files, in small letters. */
export function endingsOf(kinds: readonly MediaKind[]): readonly string[] {
  return Object.entries(KINDS_BY_EXTENSION).flatMap(([ending, kind]) =>
    kinds.includes(kind) ? [ending] : [],
  );
}
