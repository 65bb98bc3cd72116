import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCertificate } from '../simulator/certificate.ts';
import type { Figure } from './figure.ts';
import { readPlays } from './soak-audit.ts';
import { tellSoak } from './soak-figures.ts';
import { makeSeasonedFolder } from './soak-folder.ts';
import { playSlice } from './soak-slice.ts';
import { readSoakState, type SoakState } from './soak-state.ts';
import { freePorts } from './soak-world.ts';

/**
 * V8 compiles a function anew and better after some ten, some hundred and some thousand calls, so that a heap grows by machine code
 * for as long as something that is seldom called has not come so far: in the main process 0.9 KB with each of the first thousand
 * showings, 0.2 KB with the five thousandth. It ends: compiling after a hundredth of the calls, the main process had 4.5 MB more
 * after 400 showings and as much after 1,000. Without its compilers a heap grows by what the player keeps, and by nothing else.
 */
const INTERPRETED = '--no-turbofan --no-maglev --no-sparkplug';

/**
 * Plays pictures, films, PDF and web pages for thousands of showings, or hours, and tells what grew: `npm run bench -- soak
 * [--transitions=20000 | --hours=N] [--state=FILE] [--dwell=1] [--slice=MINUTES] [--summary] [--anew] [--compiled]`. It goes on from
 * the state in FILE; what a slice has seen is there after each look, whatever ends it. `--summary` only tells of it, `--compiled`
 * begins one with V8's compilers, as the player is shipped. Needs a build, ffmpeg, Xvfb and Chromium.
 */
export async function benchSoak(options: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      transitions: { type: 'string' },
      hours: { type: 'string' },
      state: { type: 'string', default: 'out/bench/soak.json' },
      dwell: { type: 'string', default: '1' },
      slice: { type: 'string' },
      every: { type: 'string', default: '3' },
      'warm-up': { type: 'string', default: '1000' },
      summary: { type: 'boolean', default: false },
      anew: { type: 'boolean', default: false },
      compiled: { type: 'boolean', default: false },
    },
  });
  const file = resolve(values.state);
  const dataFolder = `${file}.data`;
  const end = {
    showings: values.hours === undefined ? Number(values.transitions ?? '20000') : null,
    seconds: values.hours === undefined ? null : Number(values.hours) * 3_600,
    sliceSeconds: values.slice === undefined ? null : Number(values.slice) * 60,
  };
  if (values.anew) rmSync(file, { force: true });
  if (!values.summary) {
    const state =
      readSoakState(file) ??
      (await beginSoak(dataFolder, Number(values.dwell), values.compiled ? '' : INTERPRETED));
    await playSlice(state, { file, dataFolder, everyRounds: Number(values.every), end });
  }
  const state = readSoakState(file);
  if (state === null) throw new Error(`There is no state of a soak in ${file}.`);
  return tellSoak(state, readPlays(dataFolder, state.seededTo), Number(values['warm-up']));
}

async function beginSoak(dataFolder: string, dwellSeconds: number, v8: string): Promise<SoakState> {
  const [server = 0, pages = 0] = await freePorts(2);
  // Of a soak whose state is gone.
  rmSync(dataFolder, { recursive: true, force: true });
  return {
    version: 1,
    dwellSeconds,
    v8,
    ports: { server, pages },
    certificate: { ...makeCertificate(), keyType: 'rsa' },
    seededTo: makeSeasonedFolder(dataFolder, dwellSeconds),
    slices: [],
  };
}
