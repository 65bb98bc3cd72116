import { censusKinds } from '../support/e2e/page-census.ts';

/** How a series is judged: by its slope, by whether there is more of it than before, or not at all. */
export interface SoakKind {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly unit: string;
  readonly judged: 'slope' | 'none-more' | 'told';
}

const kind = (name: string, title: string, unit: string, judged: SoakKind['judged']): SoakKind => ({
  name,
  title,
  unit,
  judged,
});

/** Everything that a look takes down, in the order in which it is told. */
export const soakKinds: readonly SoakKind[] = [
  kind('pageHeap', 'heap of the page', 'MB', 'slope'),
  kind('mainHeap', 'heap of the main process', 'MB', 'slope'),
  kind('mainCode', 'code in the heap of the main process', 'MB', 'told'),
  kind('mainOutside', 'outside the heap of the main process', 'MB', 'told'),
  kind('allPss', 'PSS of all processes', 'MB', 'slope'),
  kind('pagePss', 'PSS of the page', 'MB', 'told'),
  kind('gpuPss', 'PSS of the GPU process', 'MB', 'told'),
  kind('nodePss', 'PSS of player and parent', 'MB', 'told'),
  kind('database', 'database', 'KB', 'slope'),
  kind('logs', 'logs', 'KB', 'slope'),
  kind('dropped', 'frames dropped of a hundred', '', 'told'),
  kind('descriptors', 'descriptors', '', 'none-more'),
  kind('mainHandles', 'timers and handles of the main process', '', 'none-more'),
  kind('processes', 'processes', '', 'none-more'),
  ...censusKinds.map((name) => kind(name, `${name} of the page`, '', 'none-more')),
];
