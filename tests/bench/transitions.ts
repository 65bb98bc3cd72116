import { parseArgs } from 'node:util';
import { unlikeScenes, measureUnlike } from './transition-unlike.ts';
import { measureTicker } from './transition-ticker.ts';
import { measurePace } from './transition-pace.ts';
import type { Figure } from './figure.ts';
import { disturbances, type DisturbanceName } from './disturbances.ts';
import { measureDisturbed } from './transition-disturbed.ts';

/**
 * The boundaries as they are seen on a recorded screen. `npm run bench -- transitions [--boundaries=200] [--seconds=45]
 * [PART…]`; the parts are `pace`, `ticker`, the scenes of {@link unlikeScenes} and the {@link disturbances}, all of them unless told. So many
 * boundaries are those of `pace` and of each disturbance; so many seconds those of each scene.
 */
export async function benchTransitions(options: readonly string[]): Promise<readonly Figure[]> {
  const { values, positionals } = parseArgs({
    args: [...options],
    options: {
      boundaries: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '45' },
    },
    allowPositionals: true,
  });
  const boundaries = Number(values.boundaries);
  const parts = ['pace', 'ticker', ...Object.keys(unlikeScenes), ...Object.keys(disturbances)];
  const unknown = positionals.find((part) => !parts.includes(part));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}: ${parts.join(', ')}`);
  const figures: Figure[] = [];
  for (const part of positionals.length === 0 ? parts : positionals) {
    const scene = unlikeScenes[part];
    if (scene !== undefined) figures.push(...(await measureUnlike(part, scene, Number(values.seconds))));
    else if (part === 'ticker') figures.push(...(await measureTicker(Number(values.seconds))));
    else if (isDisturbance(part)) figures.push(...(await measureDisturbed(part, boundaries)));
    else figures.push(...(await measurePace(boundaries)));
  }
  return figures;
}

const isDisturbance = (part: string): part is DisturbanceName => Object.hasOwn(disturbances, part);
