import { parseArgs } from 'node:util';
import { unlikeScenes, measureUnlike } from './transition-unlike.ts';
import { measurePace } from './transition-pace.ts';
import type { Figure } from './figure.ts';

/**
 * The boundaries as they are seen on a recorded screen. `npm run bench -- transitions [--boundaries=200] [--seconds=45]
 * [PART…]`; the parts are `pace` and the scenes of {@link unlikeScenes}, all of them unless told.
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
  const parts = ['pace', ...Object.keys(unlikeScenes)];
  const unknown = positionals.find((part) => !parts.includes(part));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}: ${parts.join(', ')}`);
  const figures: Figure[] = [];
  for (const part of positionals.length === 0 ? parts : positionals) {
    const scene = unlikeScenes[part];
    figures.push(
      ...(scene === undefined
        ? await measurePace(Number(values.boundaries))
        : await measureUnlike(part, scene, Number(values.seconds))),
    );
  }
  return figures;
}
