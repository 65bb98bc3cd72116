import { parseArgs } from 'node:util';
import { pairCrowd, type CrowdReport } from '../support/fleet/crowd.ts';
import { runRealFleet, type RealFleetReport } from '../support/fleet/real-fleet.ts';
import { runVirtualFleet, type VirtualFleetReport } from '../support/fleet/virtual-fleet.ts';
import { seededRandom } from '../support/seeded-random.ts';
import type { Figure } from './figure.ts';

const PER_MEGABYTE = 1_000_000;

/**
 * `npm run bench -- fleet [--players=2000] [--screens=100] [--real=50] [--seconds=90] [--minutes=10] [--seed=N]`: that many players
 * in this process against the simulator over real sockets. Rates and times of the fleet, and of the `screens` new screens behind
 * one address, come from virtual time over the players' own timers; bytes with TLS come from `real` players in real time. What
 * is real and what is faked of a player stands with `createFleetPlayer`.
 */
export async function measureFleet(options: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      players: { type: 'string', default: '2000' },
      screens: { type: 'string', default: '100' },
      real: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '90' },
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string' },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const say = (what: string): void => {
    console.log(`… ${what}`);
  };
  say(`seed ${seed}`);
  const own = Math.random;
  Math.random = seededRandom(seed);
  try {
    const [players, screens, real] = [Number(values.players), Number(values.screens), Number(values.real)];
    const figures: Figure[] = [];
    if (screens > 0) {
      say(`${screens} new screens behind one address`);
      figures.push(...figuresOfCrowd(await pairCrowd(screens, 20)));
    }
    if (real > 0) {
      say(`${real} players in real time for ${values.seconds} s`);
      figures.push(...figuresOfReal(real, await runRealFleet(real, Number(values.seconds))));
    }
    const minutes = Number(values.minutes);
    const phases = { steadyMinutes: minutes, outageMinutes: minutes, afterMinutes: minutes };
    if (players > 0)
      figures.push(...figuresOfFleet(players, await runVirtualFleet({ players, ...phases, say })));
    return figures;
  } finally {
    Math.random = own;
  }
}

function figuresOfCrowd({ screens, playing, minutes, refused, mostRefused }: CrowdReport): readonly Figure[] {
  const name = (what: string): string => `${screens} new screens behind one address (virtual time), ${what}`;
  return [
    { name: name('playing in the end'), value: playing, unit: '', aim: { atLeast: screens } },
    { name: name('until the last plays'), value: minutes, unit: 'min', aim: { atMost: 20 } },
    { name: name('answers 429 for each'), value: refused / screens, unit: '', aim: { atMost: 3 } },
    { name: name('answers 429 for the one that met most'), value: mostRefused, unit: '' },
  ];
}

function figuresOfReal(count: number, report: RealFleetReport): readonly Figure[] {
  const name = (what: string): string => `${count} players in real time over TLS, ${what}`;
  return [
    { name: name('requests of one in an hour'), value: report.requestsPerPlayerHour, unit: '' },
    { name: name('bytes of one in an hour'), value: report.bytesPerPlayerHour / PER_MEGABYTE, unit: 'MB' },
  ];
}

function figuresOfFleet(count: number, report: VirtualFleetReport): readonly Figure[] {
  const { steady, after, back, start } = report;
  const name = (what: string): string => `${count} players (virtual time), ${what}`;
  return [
    { name: name('requests a second'), value: steady.mean, unit: '/s' },
    { name: name('peak to mean'), value: steady.peak / steady.mean, unit: '×', aim: { atMost: 2 } },
    {
      name: name('after an outage, peak to mean of the steady state'),
      value: after.peak / steady.mean,
      unit: '×',
      aim: { atMost: 2 },
    },
    {
      name: name('mean of the first minute after it to that mean'),
      value: back.mean / steady.mean,
      unit: '×',
    },
    { name: name('all switched on in one second, requests in it'), value: start.peak, unit: '' },
    { name: name('99 % have a new playlist after'), value: report.playlistSeconds, unit: 's' },
    {
      name: name('99 % have asked again once the server is back after'),
      value: report.returnSeconds,
      unit: 's',
    },
    {
      name: name('bytes of one in an hour without TLS'),
      value: report.bytesPerPlayerHour / PER_MEGABYTE,
      unit: 'MB',
    },
    { name: name('heap of each'), value: report.heapPerPlayer / PER_MEGABYTE, unit: 'MB' },
    {
      name: name('resident memory of each, with its part of the server'),
      value: report.residentPerPlayer / PER_MEGABYTE,
      unit: 'MB',
    },
  ];
}
