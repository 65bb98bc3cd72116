import type { Program, ProgramItem } from '../../src/shared/program.ts';

/** An image of ten seconds, with some fields replaced. */
export function sampleItem(key: string, replaced: Partial<ProgramItem> = {}): ProgramItem {
  return {
    key,
    id: key,
    fileName: `${key}.png`,
    kind: 'image',
    source: `/media/${key}`,
    sha256: key,
    mime: 'image/png',
    durationMs: 10_000,
    muted: true,
    window: null,
    ...replaced,
  };
}

/** A program of these items. */
export function sampleProgram(items: readonly ProgramItem[], replaced: Partial<Program> = {}): Program {
  return { id: 'program', revision: 1, resumeAt: null, items, ...replaced };
}
