import type { GraphicsFacts } from '../../shared/graphics.ts';

const LONGEST_WORD = 200;

/**
 * Brings what Chromium says of its graphics into one form, for both shells: Electron's `getGPUFeatureStatus` and `getGPUInfo`,
 * and the debugging protocol's `SystemInfo.getInfo`, which have the same names. Null where it says nothing of use.
 */
export function graphicsFactsOf(featureStatus: unknown, auxAttributes: unknown): GraphicsFacts | null {
  const facts = {
    renderer: wordOf(auxAttributes, 'glRenderer'),
    compositing: wordOf(featureStatus, 'gpu_compositing'),
    rasterization: wordOf(featureStatus, 'rasterization'),
    videoDecoding: wordOf(featureStatus, 'video_decode'),
  };
  return Object.values(facts).every((fact) => fact === null) ? null : facts;
}

function wordOf(given: unknown, name: string): string | null {
  if (typeof given !== 'object' || given === null) return null;
  const word = (given as Readonly<Record<string, unknown>>)[name];
  return typeof word === 'string' && word !== '' ? word.slice(0, LONGEST_WORD) : null;
}
