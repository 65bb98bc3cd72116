import { parseArgs } from 'node:util';
import { ASKED_NAME, canUnshare, watchNetwork } from '../support/quiet-network.ts';
import type { Figure } from './figure.ts';

/**
 * Two minutes (`--seconds=130`) of a player whose resolver knows no name: who is asked for, and what the browser keeps on the
 * disk.
 */
export async function measureQuiet(options: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...options],
    options: { seconds: { type: 'string', default: '130' } },
  });
  if (!canUnshare) throw new Error('This needs root on Linux, for a network of its own.');
  const { queries, caches } = await watchNetwork(Number(values.seconds));
  const others = queries.filter((name) => name !== ASKED_NAME);
  if (others.length > 0) console.log([...new Set(others)].join('\n'));
  return [
    {
      name: 'look-ups that the playlist asked for',
      value: queries.length - others.length,
      unit: '',
      aim: { atLeast: 1 },
    },
    { name: 'look-ups of the browser itself', value: others.length, unit: '', aim: { atMost: 0 } },
    { name: 'files of caches', value: caches.length, unit: '', aim: { atMost: 0 } },
  ];
}
