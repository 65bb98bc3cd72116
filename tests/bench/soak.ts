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
 * Plays pictures, films, PDF and web pages for thousands of showings, or hours, and tells what grew: `npm run bench -- soak
 * [--transitions=20000 | --hours=N] [--state=FILE] [--dwell=1] [--slice=MINUTES] [--summary] [--anew]`. It goes on from the state in FILE;
 * what a slice has seen is there after each look, whatever ends it. `--summary` only tells of it. Needs a build, ffmpeg, Xvfb and
 * Chromium.
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
    const state = readSoakState(file) ?? (await beginSoak(dataFolder, Number(values.dwell)));
    await playSlice(state, { file, dataFolder, everyRounds: Number(values.every), end });
  }
  const state = readSoakState(file);
  if (state === null) throw new Error(`There is no state of a soak in ${file}.`);
  return tellSoak(state, readPlays(dataFolder, state.seededTo), Number(values['warm-up']));
}

async function beginSoak(dataFolder: string, dwellSeconds: number): Promise<SoakState> {
  const [server = 0, pages = 0] = await freePorts(2);
  // Of a soak whose state is gone.
  rmSync(dataFolder, { recursive: true, force: true });
  return {
    version: 1,
    dwellSeconds,
    ports: { server, pages },
    certificate: { ...makeCertificate(), keyType: 'rsa' },
    seededTo: makeSeasonedFolder(dataFolder, dwellSeconds),
    slices: [],
  };
}
