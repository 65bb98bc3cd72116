import { withOnly } from '../../playback/stand-ins.ts';
import type { Program } from '../../shared/program.ts';

/** More than a program's own revisions ever reach, so that a changed mode is always newer. */
const MODE_STEP = 1_000_000;

/**
 * What the renderer gets of `program`: in safe mode its images only, under the same id, since proof of play goes by it.
 * `modeChanges` counts how often safe mode began or ended, which makes the renderer take the other selection over. A
 * program without any image stays as it is: content that may fail is better than none (ARCHITECTURE.md, *Never blank*).
 */
export function selectForMode(
  program: Program | null,
  safeMode: boolean,
  modeChanges: number,
): Program | null {
  if (program === null) return null;
  const revision = program.revision + modeChanges * MODE_STEP;
  if (!safeMode) return { ...program, revision };
  const safe = withOnly(program, ({ kind }) => kind === 'image');
  const resumeAt = safe.items.some(({ key }) => key === program.resumeAt) ? program.resumeAt : null;
  return { ...safe, revision, resumeAt };
}
