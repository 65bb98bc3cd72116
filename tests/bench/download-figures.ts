import { median, type Figure } from './figure.ts';

const MB = 1_048_576;

/** What reading one file in one way took. */
export interface Use {
  readonly seconds: number;
  readonly processorSeconds: number;
}

/** What the player's side took and made. */
export interface PlayerUse extends Use {
  readonly hashes: readonly string[];
  readonly growthBytes: number;
}

/** From what Node's TLS alone takes to all but the player's flushes, probe and index, each with one step more. */
export const steps = ['tls', 'https', 'axios', 'gather', 'store'] as const;
export type Step = (typeof steps)[number];

const stepNames: Readonly<Record<Step, string>> = {
  tls: "Node's TLS, thrown away",
  https: "Node's https, thrown away",
  axios: 'axios, thrown away',
  gather: 'axios, gathered',
  store: 'axios, gathered, hashed, written',
};

/** One turn of all. */
export interface Round {
  readonly curl: Use;
  /** What `sha256sum` took for the file that curl had stored, still in memory, seconds. */
  readonly hash: number;
  readonly player: PlayerUse;
  /** Eight files, all asked for at once. */
  readonly curlEight: Use;
  readonly playerEight: PlayerUse;
  readonly steps: Readonly<Record<Step, Use>>;
}

/** The ratios are the medians of the rounds' own ratios, since others use the machine too; memory is the worst of all rounds. */
export function figuresOf(rounds: readonly Round[], bytes: number): readonly Figure[] {
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const beside = (
    name: string,
    reference: string,
    of: (round: Round) => number,
    than: (round: Round) => number,
  ): Figure => ({
    name,
    value: bytes / MB / middle(of),
    unit: 'MB/s',
    reference: { name: reference, value: bytes / MB / middle(than) },
    ratio: middle((round) => than(round) / of(round)),
  });
  const curl = (round: Round): number => round.curl.seconds;
  const player = (round: Round): number => round.player.seconds;
  return [
    { ...beside(`a file of ${bytes / MB} MB`, 'curl', player, curl), aim: { atLeast: 0.95 } },
    {
      ...beside(
        'eight files side by side',
        'curl --parallel',
        ({ playerEight }) => playerEight.seconds,
        ({ curlEight }) => curlEight.seconds,
      ),
      aim: { atLeast: 0.9 },
    },
    {
      ...beside('the file, proven', 'curl and sha256sum', player, (round) => curl(round) + round.hash),
      aim: { atLeast: 0.95 },
    },
    ...steps.map((step) => beside(stepNames[step], 'curl', (round) => round.steps[step].seconds, curl)),
    ...processorFigures(middle),
    {
      name: "growth of the player's memory",
      value: Math.max(...rounds.map((round) => round.player.growthBytes)) / MB,
      unit: 'MB',
      aim: { atMost: 64 },
    },
  ];
}

function processorFigures(middle: (of: (round: Round) => number) => number): readonly Figure[] {
  const reference = { name: 'curl', value: middle(({ curl }) => curl.processorSeconds) };
  const figure = (name: string, of: (round: Round) => Use): Figure => ({
    name: `processor time, ${name}`,
    value: middle((round) => of(round).processorSeconds),
    unit: 's',
    reference,
  });
  return [
    ...steps.map((step) => figure(stepNames[step], (round) => round.steps[step])),
    figure('the player', ({ player }) => player),
  ];
}

/** How far two files under the setting `downloadLimitKbps` were from it. */
export function limitFigure(limitKbps: number, bytes: number, seconds: number): Figure {
  const kbps = (bytes * 8) / 1_000 / seconds;
  return {
    name: `two files under a limit of ${limitKbps} kbit/s came with ${Math.round(kbps)}, off by`,
    value: (100 * Math.abs(kbps - limitKbps)) / limitKbps,
    unit: '%',
    aim: { atMost: 10 },
  };
}
