import goodMorning from '../../assets/demo/1-good-morning.jpg';
import highTide from '../../assets/demo/2-high-tide.mp4';
import lunch from '../../assets/demo/3-lunch.png';
import formFollowsPlay from '../../assets/demo/4-form-follows-play.webp';
import fiveWorlds from '../../assets/demo/5-five-worlds.webm';
import lighthouses from '../../assets/demo/7-lighthouses-portrait.jpg';
import type { Program, ProgramItem } from '../../src/shared/program.ts';

const IMAGE_MS = 6_000;

/** The sample media that ship with the player, in the order in which they are shown. */
const samples = [
  { kind: 'image', url: goodMorning, mime: 'image/jpeg' },
  { kind: 'video', url: highTide, mime: 'video/mp4' },
  { kind: 'image', url: lunch, mime: 'image/png' },
  { kind: 'image', url: formFollowsPlay, mime: 'image/webp' },
  { kind: 'video', url: fiveWorlds, mime: 'video/webm' },
  { kind: 'image', url: lighthouses, mime: 'image/jpeg' },
] as const;

const UPRIGHT_KEY = `sample-${samples.length}`;

/** A program of samples, and the way to give its memory back. */
export interface SampleProgram {
  readonly program: Program;
  readonly release: () => void;
}

/**
 * Loads the sample program. It needs no server, and nothing of it reaches the player's database: it exists on the screen
 * alone. Videos are read into memory first, since a shell serves its own files whole and a video must be able to rewind; one
 * that cannot be read is left out. An upright screen begins with the one picture that was made for it.
 */
export async function loadSampleProgram(
  beginUpright: boolean,
  readVideo: (url: string, mime: string) => Promise<string | null> = readIntoMemory,
): Promise<SampleProgram> {
  const sources = await Promise.all(
    samples.map(async ({ kind, url, mime }) => (kind === 'video' ? await readVideo(url, mime) : url)),
  );
  const items = samples.flatMap(({ kind, mime }, place): ProgramItem[] => {
    const source = sources[place] ?? null;
    if (source === null) return [];
    const key = `sample-${place + 1}`;
    const durationMs = kind === 'video' ? null : IMAGE_MS;
    const rest = { sha256: null, muted: true, window: null };
    return [{ key, id: key, fileName: key, kind, source, mime, durationMs, ...rest }];
  });
  return {
    program: { id: 'samples', revision: 1, resumeAt: beginUpright ? UPRIGHT_KEY : null, items },
    release: () => {
      for (const source of sources) if (source?.startsWith('blob:') === true) URL.revokeObjectURL(source);
    },
  };
}

async function readIntoMemory(url: string, mime: string): Promise<string | null> {
  try {
    const answer = await fetch(url);
    return answer.ok ? URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: mime })) : null;
  } catch {
    return null;
  }
}
