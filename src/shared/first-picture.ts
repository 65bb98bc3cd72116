/** The name under which the database keeps where playback stood: `{"program": …, "item": …}`. */
export const RESUME_POINT = 'resume-point';

/** How a still picture lies on the panel, as the stage would lay it. */
export interface FirstPictureLook {
  readonly fit: 'contain' | 'cover' | 'fill';
  /** `#rrggbb`. */
  readonly background: string;
  readonly rotation: 'auto' | '0' | '90' | '180' | '270';
  readonly orientation: 'landscape' | 'portrait';
}

/** A picture that may be the first one after a start. */
export interface FirstPicture {
  /** The item's key in its program. */
  readonly item: string;
  readonly sha256: string;
  readonly mime: string;
}

/**
 * What a start may show before the player itself is loaded: the player leaves it behind whenever it changes, and only where nothing
 * but the place of playback decides what comes first. It is read before any schema is, so it is checked by hand.
 */
export interface FirstPictures {
  readonly program: string;
  /** The item that a start begins with which knows no place; null: it is none of {@link pictures}. */
  readonly first: string | null;
  /** Where the media lie. */
  readonly folder: string;
  readonly look: FirstPictureLook;
  readonly pictures: readonly FirstPicture[];
}

/** More is not read before the browser is started: what stands behind in a long list has no first picture. */
export const MOST_FIRST_PICTURES = 500;
export const LONGEST_FIRST_PICTURES_BYTES = 131_072;

/** What Chromium draws as it is. A drawing (SVG) is judged first, and is none of these. */
export const FIRST_PICTURE_TYPES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/avif',
  'image/gif',
]);

const FITS: ReadonlySet<unknown> = new Set(['contain', 'cover', 'fill']);
const ROTATIONS: ReadonlySet<unknown> = new Set(['auto', '0', '90', '180', '270']);
const ORIENTATIONS: ReadonlySet<unknown> = new Set(['landscape', 'portrait']);

/** Reads what was left behind; null when it is anything else. */
export function readFirstPictures(text: string): FirstPictures | null {
  const kept = parsed(text);
  if (!isRecord(kept) || !isRecord(kept['look']) || !Array.isArray(kept['pictures'])) return null;
  const { program, first, folder, look, pictures } = kept;
  const isWhole =
    typeof program === 'string' &&
    (first === null || typeof first === 'string') &&
    typeof folder === 'string' &&
    isLook(look) &&
    pictures.length <= MOST_FIRST_PICTURES &&
    pictures.every(isPicture);
  // Each field was looked at above.
  return isWhole ? (kept as unknown as FirstPictures) : null;
}

/** What a start begins with that stood at `point` (the text under {@link RESUME_POINT}); null when it has no picture. */
export function firstPictureAt(kept: FirstPictures, point: string | null): FirstPicture | null {
  const place = point === null ? null : parsed(point);
  const known = isRecord(place) && place['program'] === kept.program ? place['item'] : kept.first;
  return kept.pictures.find(({ item }) => item === known) ?? null;
}

function isLook(look: unknown): boolean {
  return (
    isRecord(look) &&
    FITS.has(look['fit']) &&
    ROTATIONS.has(look['rotation']) &&
    ORIENTATIONS.has(look['orientation']) &&
    typeof look['background'] === 'string' &&
    /^#[0-9a-f]{6}$/i.test(look['background'])
  );
}

function isPicture(picture: unknown): boolean {
  if (!isRecord(picture)) return false;
  const { item, sha256, mime } = picture;
  return (
    typeof item === 'string' &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    typeof mime === 'string' &&
    FIRST_PICTURE_TYPES.has(mime)
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
