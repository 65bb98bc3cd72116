import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFolder } from '../support/make-folder.ts';
import type { Figure } from './figure.ts';
import { measureSideBySide, sumOf, type UseByKind } from './side-by-side.ts';

const isNode = (kind: string): boolean => kind === 'node';
const isBrowser = (kind: string): boolean => kind !== 'node';

/**
 * Memory (PSS) and processor of the player beside a bare Chromium with the same media, by kind of process: a standing picture,
 * and a film that loops. `--seconds=S --warm-up=S --film=S`: while a film plays whose next showing is not prepared yet, there is
 * one decoder. Needs a build, Xvfb, Chromium and ffmpeg.
 */
export async function benchMemory(options: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      seconds: { type: 'string', default: '60' },
      'warm-up': { type: 'string', default: '60' },
      film: { type: 'string', default: '10' },
    },
  });
  const times = { measuredMs: Number(values.seconds) * 1_000, warmUpMs: Number(values['warm-up']) * 1_000 };
  const { path: folder, remove } = makeFolder();
  try {
    makeWith(join(folder, 'still.png'), ['-frames:v', '1']);
    makeWith(join(folder, 'film.mp4'), ['-t', values.film, ...FILM]);
    const still = await measureSideBySide({ folder, names: ['still.png'], seconds: 3_600, ...times });
    printKinds('a standing picture', still);
    const film = await measureSideBySide({ folder, names: ['film.mp4'], seconds: null, ...times });
    printKinds('a film, 1080p30', film);
    return [
      ...figuresOf('still', still),
      {
        name: 'still, of a core beyond bare Chromium',
        value: 100 * (sumOf(still.player, 'cpuShare') - sumOf(still.bare, 'cpuShare')),
        unit: '%',
        aim: { atMost: 1 },
      },
      ...figuresOf('film', film),
      {
        name: 'film, processor',
        value: sumOf(film.player, 'cpuShare'),
        unit: 'cores',
        reference: { name: 'bare Chromium', value: sumOf(film.bare, 'cpuShare') },
      },
    ];
  } finally {
    remove();
  }
}

function figuresOf(name: string, { player, bare }: { player: UseByKind; bare: UseByKind }): Figure[] {
  return [
    {
      name: `${name}, all Node processes and threads`,
      value: sumOf(player, 'memoryMb', isNode),
      unit: 'MB',
      aim: { atMost: 110 },
    },
    {
      name: `${name}, the browser's processes`,
      value: sumOf(player, 'memoryMb', isBrowser),
      unit: 'MB',
      reference: { name: 'bare Chromium', value: sumOf(bare, 'memoryMb') },
      aim: { atMost: 1.1 },
    },
  ];
}

const FILM = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];

function makeWith(path: string, options: readonly string[]): void {
  const source = 'testsrc2=size=1920x1080:rate=30';
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...options, path]);
  if (made.status !== 0) throw new Error(`ffmpeg could not make ${path}: ${made.stderr.toString()}`);
}

function printKinds(title: string, both: { player: UseByKind; bare: UseByKind }): void {
  console.log(`\n${title}`);
  const kinds = new Set([...both.player.kinds.keys(), ...both.bare.kinds.keys()]);
  console.table(
    Object.fromEntries(
      [...kinds].map((kind) => {
        const [player, bare] = [both.player.kinds.get(kind), both.bare.kinds.get(kind)];
        return [
          kind,
          {
            'player, MB': Math.round(player?.memoryMb ?? 0),
            'bare, MB': Math.round(bare?.memoryMb ?? 0),
            'player, % of a core': Number((100 * (player?.cpuShare ?? 0)).toFixed(2)),
            'bare, % of a core': Number((100 * (bare?.cpuShare ?? 0)).toFixed(2)),
          },
        ];
      }),
    ),
  );
}
