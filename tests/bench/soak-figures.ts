import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawCurves, type Curve } from './curves.ts';
import type { Figure } from './figure.ts';
import { auditPlays, type SoakPlay } from './soak-audit.ts';
import { soakKinds, type SoakKind } from './soak-kinds.ts';
import { soakList } from './soak-media.ts';
import { growthOf, lowestOfEach } from './soak-growth.ts';
import type { SoakSlice, SoakState } from './soak-state.ts';
import { trendOf, type Trend, type TrendPoint } from './trend.ts';

const PER = 10_000;
/** What grows by less is told from nothing in no year. */
const MOST_PERCENT = 1;
const ON_TIME_AIM = 95;
/** The lowest of so many is judged. */
const LOOKS_TOGETHER = 3;
const out = join(import.meta.dirname, '../../out/bench');

/** Judges what a soak has seen so far and draws its curves; the first `warmUp` showings of each slice are not judged. */
export function tellSoak(state: SoakState, plays: readonly SoakPlay[], warmUp: number): readonly Figure[] {
  for (const { beganAt, ended } of state.slices) if (ended !== null) console.log(`${beganAt}: ${ended}`);
  const curves = soakKinds.map((kind) => ({ kind, ...curveOf(kind, state.slices, warmUp) }));
  const how = state.v8 === '' ? '' : `, V8 with ${state.v8}`;
  const heading = `${plays.length} showings of ${state.dwellSeconds} s in ${state.slices.length} slices${how}`;
  console.log(heading);
  mkdirSync(out, { recursive: true });
  const file = join(out, 'soak.svg');
  writeFileSync(file, drawCurves(heading, curves));
  console.log(`The curves are in ${file}`);
  return [
    ...auditFigures(state, plays),
    ...curves.flatMap(({ kind, judged, trend }) => figuresOf(kind, judged, trend)),
  ];
}

function curveOf(
  { name, title, unit }: SoakKind,
  slices: readonly SoakSlice[],
  warmUp: number,
): Curve & { readonly judged: readonly (readonly TrendPoint[])[] } {
  const pointsFrom =
    (wait: number) =>
    (slice: SoakSlice): TrendPoint[] =>
      slice.looks
        .filter(({ showings }) => showings >= slice.from + wait)
        .map(({ showings, values }) => [showings, values[name] ?? 0]);
  const judged = slices.map(pointsFrom(warmUp)).filter((points) => points.length > 0);
  return {
    title,
    unit,
    runs: slices.map(pointsFrom(0)),
    judged,
    trend: trendOf(judged.map((points) => lowestOfEach(points, LOOKS_TOGETHER))),
  };
}

function auditFigures(state: SoakState, plays: readonly SoakPlay[]): Figure[] {
  const begins = state.slices.map(({ from }) => from);
  const audit = auditPlays(plays, soakList, state.dwellSeconds * 1000, begins);
  if (audit.missing.length > 0) {
    console.error(`This soak is void: ${audit.missing.join(', ')} never came round.`);
    process.exitCode = 1;
  }
  return [
    { name: 'showings', value: audit.showings, unit: '' },
    {
      name: 'items and types that never came round',
      value: audit.missing.length,
      unit: '',
      aim: { atMost: 0 },
    },
    { name: 'fewest showings of an item', value: audit.fewest, unit: '' },
    { name: 'most showings of an item', value: audit.most, unit: '' },
    { name: 'showings out of turn', value: audit.outOfTurn, unit: '', aim: { atMost: 0 } },
    { name: 'off its time, median', value: audit.offMs.p50, unit: 'ms' },
    { name: 'off its time, 95 of 100 within', value: audit.offMs.p95, unit: 'ms' },
    { name: 'off its time, at most', value: audit.offMs.max, unit: 'ms' },
    {
      name: 'of 100 showings within a tenth of a second of their time',
      value: audit.onTime,
      unit: '',
      aim: { atLeast: ON_TIME_AIM },
    },
  ];
}

function figuresOf(
  { title, unit, judged: how }: SoakKind,
  judged: readonly (readonly TrendPoint[])[],
  trend: Trend | null,
): Figure[] {
  if (how === 'none-more') {
    const more = judged.map(growthOf);
    const value = more.length === 0 ? Number.NaN : Math.max(...more);
    return [
      { name: `${title}: more in the last third than in the first`, value, unit: '', aim: { atMost: 0 } },
    ];
  }
  if (trend === null) return [{ name: `${title}: too few looks for a slope`, value: Number.NaN, unit }];
  const percent = (value: number): number => (100 * PER * value) / trend.mean;
  const told = `${signed(PER * trend.each)} ± ${(PER * trend.doubt).toFixed(3)} ${unit}`.trim();
  const name = `${title}, ${trend.mean.toFixed(2)} ${unit} on average, in ${PER} showings ${told} (the lowest of each ${LOOKS_TOGETHER} looks: ${trend.points}; likeness ${trend.likeness.toFixed(2)}), 95 % upper bound`;
  const value = trend.mean === 0 ? 0 : percent(trend.each + trend.doubt);
  return [{ name, value, unit: '%', ...(how === 'slope' ? { aim: { atMost: MOST_PERCENT } } : {}) }];
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
