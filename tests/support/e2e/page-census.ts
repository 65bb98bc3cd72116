import type { CDPSession } from '@playwright/test';
import { z } from 'zod';

/** What is alive in a page after forced collections. */
export interface PageCensus {
  /** DOM nodes, those of no document included. */
  readonly nodes: number;
  readonly listeners: number;
  readonly canvases: number;
  readonly images: number;
  readonly videos: number;
  readonly frames: number;
  readonly workers: number;
}

/** Everything that is counted. */
export const censusKinds = [
  ...(['nodes', 'listeners', 'canvases', 'images'] as const),
  ...(['videos', 'frames', 'workers'] as const),
];

const prototypes = {
  canvases: 'HTMLCanvasElement',
  images: 'HTMLImageElement',
  videos: 'HTMLVideoElement',
  frames: 'HTMLIFrameElement',
  workers: 'Worker',
} as const;

const countedSchema = z.object({
  ...{ canvases: z.number(), images: z.number(), videos: z.number(), frames: z.number() },
  workers: z.number(),
});

/** Counts what is alive in the page of `session`; what a layer holds between two items is in it. */
export async function takeCensus(session: Pick<CDPSession, 'send'>): Promise<PageCensus> {
  await collectGarbage(session);
  const counted = await countInstances(session);
  // The list of objects that were counted is garbage by now, and holds what it lists.
  await collectGarbage(session);
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { nodes, listeners: jsEventListeners, ...counted };
}

/** Twice: what the first one frees may hold more. */
async function collectGarbage(session: Pick<CDPSession, 'send'>): Promise<void> {
  for (let time = 0; time < 2; time++) await session.send('HeapProfiler.collectGarbage');
}

/** All of them in one list: each question of this kind costs the page a collection. */
async function countInstances(
  session: Pick<CDPSession, 'send'>,
): Promise<Record<keyof typeof prototypes, number>> {
  const objectGroup = 'census';
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'EventTarget.prototype',
    objectGroup,
  });
  if (result.objectId === undefined) throw new Error('The page has no event targets.');
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
    objectGroup,
  });
  if (objects.objectId === undefined) throw new Error('The page does not say what it has.');
  const counted = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: `function (names) {
      const count = (name) => this.filter((one) => one instanceof window[name]).length;
      return Object.fromEntries(Object.entries(names).map(([kind, name]) => [kind, count(name)]));
    }`,
    arguments: [{ value: prototypes }],
    returnByValue: true,
  });
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
  return countedSchema.parse(counted.result.value);
}

/** What there is more of than before, in words. */
export function grownCounts(before: PageCensus, after: PageCensus): string[] {
  return censusKinds
    .filter((kind) => after[kind] > before[kind])
    .map((kind) => `${kind}: ${after[kind]} instead of ${before[kind]}`);
}
