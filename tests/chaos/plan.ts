import { seededRandom, type Random } from '../support/seeded-random.ts';

/** What the network, the server, the disk or a signal does to a player for a while. */
export type Disturbance =
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  | { readonly kind: 'cut-off'; readonly afterBytes: number }
  | { readonly kind: 'reset' | 'half-open' | 'refused' | 'no-name' }
  | { readonly kind: 'storm'; readonly status: StormStatus; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'wrong-answer'; readonly how: WrongAnswer }
  | { readonly kind: 'certificate'; readonly how: CertificateSwap }
  | { readonly kind: 'full-disk' | 'revoked' }
  | { readonly kind: 'kill'; readonly victim: Victim };

type StormStatus = 429 | 500 | 502 | 503;
export type WrongAnswer = 'corrupt' | 'garbage-json' | 'wrong-length' | 'never-end' | 'truncate';
export type CertificateSwap = 'stranger' | 'announced' | 'same-key';
/** `all`: the player with its parent and its browser, as by a power cut. */
export type Victim = 'player' | 'browser' | 'renderer' | 'gpu' | 'all';

/** One thing that happens, from `atMs` for `lengthMs` (0: a single blow). */
export type Step =
  | {
      readonly kind: 'disturb';
      readonly atMs: number;
      readonly lengthMs: number;
      readonly disturbance: Disturbance;
    }
  | {
      readonly kind: 'playlist';
      readonly atMs: number;
      readonly lengthMs: 0;
      readonly draws: readonly number[];
    };

/** Something that was done, for the report. */
export interface Done {
  readonly atMs: number;
  readonly name: string;
  readonly untilMs: number;
}

export interface PlanOptions {
  readonly seed: number;
  readonly lengthMs: number;
}

const stormStatuses: readonly StormStatus[] = [429, 500, 502, 503];
const wrongAnswers: readonly WrongAnswer[] = [
  'corrupt',
  'garbage-json',
  'wrong-length',
  'never-end',
  'truncate',
];
const certificateSwaps: readonly CertificateSwap[] = ['stranger', 'announced', 'same-key'];
const victims: readonly Victim[] = ['player', 'browser', 'renderer', 'gpu', 'all'];

/** A disturbance follows the one before within these, ms; a short plan brings them closer together. */
const SHORTEST_GAP_MS = 1_500;
const LONGEST_GAP_MS = 5_000;
const PLAYLIST_GAPS_MS = [2_000, 6_000] as const;
const MOST_ITEMS = 8;

/**
 * Draws what happens when: each kind of disturbance once, in any order, and then all again, for as long as the plan is;
 * meanwhile a new playlist every few seconds, whose items are draws from 0 to 1. Steps are in the order of their times, and
 * the last has ended at `lengthMs`. The same for the same options.
 */
export function makePlan({ seed, lengthMs }: PlanOptions): readonly Step[] {
  const random = seededRandom(seed);
  return [...disturbances(random, lengthMs), ...playlists(random, lengthMs)].sort(
    (one, other) => one.atMs - other.atMs,
  );
}

function disturbances(random: Random, untilMs: number): Step[] {
  const steps: Step[] = [];
  const count = deckOf(random).length;
  const gapMs = Math.min(LONGEST_GAP_MS, Math.max(SHORTEST_GAP_MS, untilMs / (count + 1)));
  let deck: Disturbance[] = [];
  for (let atMs = gapMs / 2; atMs < untilMs - gapMs; atMs += gapMs * (0.8 + 0.4 * random())) {
    if (deck.length === 0) deck = shuffled(random, deckOf(random));
    const disturbance = deck.pop();
    if (disturbance === undefined) break;
    // Some end before the next begins, some overlap with two.
    const lengthMs = isBlow(disturbance) ? 0 : Math.min(gapMs * (0.4 + 2 * random()), untilMs - atMs);
    steps.push({ kind: 'disturb', atMs: Math.round(atMs), lengthMs: Math.floor(lengthMs), disturbance });
  }
  return steps;
}

const isBlow = ({ kind }: Disturbance): boolean => kind === 'kill' || kind === 'revoked' || kind === 'reset';

/** One of each, with drawn figures. */
function deckOf(random: Random): Disturbance[] {
  const between = (least: number, most: number): number => Math.round(least + random() * (most - least));
  return [
    { kind: 'latency', ms: between(200, 4_000) },
    { kind: 'slow', bytesPerSecond: between(500, 20_000) },
    { kind: 'cut-off', afterBytes: between(1, 6_000) },
    { kind: 'reset' },
    { kind: 'half-open' },
    { kind: 'refused' },
    { kind: 'no-name' },
    { kind: 'full-disk' },
    { kind: 'revoked' },
    ...stormStatuses.map((status) => ({
      kind: 'storm' as const,
      status,
      retryAfterSeconds: random() < 0.5 ? between(1, 4) : null,
    })),
    ...wrongAnswers.map((how) => ({ kind: 'wrong-answer' as const, how })),
    ...certificateSwaps.map((how) => ({ kind: 'certificate' as const, how })),
    ...victims.map((victim) => ({ kind: 'kill' as const, victim })),
  ];
}

function playlists(random: Random, untilMs: number): Step[] {
  const [least, most] = PLAYLIST_GAPS_MS;
  const steps: Step[] = [];
  for (let atMs = 0; atMs < untilMs; atMs += least + random() * (most - least)) {
    const draws = Array.from({ length: 1 + Math.floor(random() * MOST_ITEMS) }, random);
    steps.push({ kind: 'playlist', atMs: Math.round(atMs), lengthMs: 0, draws });
  }
  return steps;
}

/** Fisher and Yates. */
function shuffled<Value>(random: Random, values: readonly Value[]): Value[] {
  const left = [...values];
  const result: Value[] = [];
  while (left.length > 0) result.push(...left.splice(Math.floor(random() * left.length), 1));
  return result;
}

/** What a disturbance is called in the report. */
export function nameOf(disturbance: Disturbance): string {
  const { kind } = disturbance;
  if (kind === 'storm') return `storm of ${disturbance.status}`;
  if (kind === 'wrong-answer') return `answers: ${disturbance.how}`;
  if (kind === 'certificate') return `certificate: ${disturbance.how}`;
  return kind === 'kill' ? `kill: ${disturbance.victim}` : kind;
}
