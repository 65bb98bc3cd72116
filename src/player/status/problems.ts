import type { Failure } from '../../shared/result.ts';

/** The sources of problems, most important first. */
const sources = [
  'disk',
  'database',
  'vault',
  'network',
  'trust',
  'clock',
  'server',
  'pairing',
  'playlist',
  'stick',
  'cache',
  'screen',
  'alert',
  'settings',
] as const;
type ProblemSource = (typeof sources)[number];

/** What is wrong now, for the overlay; a source without problems takes its entry away. */
export interface Problems {
  /** Replaces the problems of `source`; an empty list means that all is well. Tells whether anything changed. */
  set(source: ProblemSource, failures: readonly Failure[]): boolean;
  /** All of them, most important source first. */
  list(): readonly Failure[];
}

/** An empty list of problems. */
export function createProblems(): Problems {
  const bySource = new Map<ProblemSource, readonly Failure[]>();
  return {
    set: (source, failures) => {
      const before = bySource.get(source) ?? [];
      bySource.set(source, failures);
      return JSON.stringify(before) !== JSON.stringify(failures);
    },
    list: () => sources.flatMap((source) => bySource.get(source) ?? []),
  };
}
