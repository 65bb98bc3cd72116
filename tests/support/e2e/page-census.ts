import type { CDPSession } from '@playwright/test';

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

/** Counts what is alive in the page of `session`; what a layer holds between two items is in it. */
export async function takeCensus(session: Pick<CDPSession, 'send'>): Promise<PageCensus> {
  await collectGarbage(session);
  const ofKind = async (name: string): Promise<number> => countInstances(session, name);
  const counted = {
    canvases: await ofKind(prototypes.canvases),
    images: await ofKind(prototypes.images),
    videos: await ofKind(prototypes.videos),
    frames: await ofKind(prototypes.frames),
    workers: await ofKind(prototypes.workers),
  };
  // The lists of objects that were counted are garbage by now, and hold what they list.
  await collectGarbage(session);
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { nodes, listeners: jsEventListeners, ...counted };
}

/** Twice: what the first one frees may hold more. */
async function collectGarbage(session: Pick<CDPSession, 'send'>): Promise<void> {
  for (let time = 0; time < 2; time++) await session.send('HeapProfiler.collectGarbage');
}

async function countInstances(session: Pick<CDPSession, 'send'>, name: string): Promise<number> {
  const objectGroup = 'census';
  const { result } = await session.send('Runtime.evaluate', { expression: `${name}.prototype`, objectGroup });
  if (result.objectId === undefined) throw new Error(`The page has no ${name}.`);
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
    objectGroup,
  });
  if (objects.objectId === undefined) throw new Error(`The page does not say how many ${name} it has.`);
  const counted = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.length; }',
    returnByValue: true,
  });
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
  return Number(counted.result.value);
}

/** What there is more of than before, in words. */
export function grownCounts(before: PageCensus, after: PageCensus): string[] {
  return censusKinds
    .filter((kind) => after[kind] > before[kind])
    .map((kind) => `${kind}: ${after[kind]} instead of ${before[kind]}`);
}
