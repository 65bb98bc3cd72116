/** One measured value, with the aim that an issue sets for it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `×` for a ratio. */
  readonly unit: string;
  readonly aim?: { readonly atLeast: number } | { readonly atMost: number };
}

/** Measures one thing on this machine, now; `options` are the words after its name. */
export type Bench = (options: readonly string[]) => Promise<readonly Figure[]>;

/** One line for people; an aim that is missed is told, not hidden. */
export function describeFigure({ name, value, unit, aim }: Figure): string {
  const shown = `${name}: ${round(value)} ${unit}`.trim();
  if (aim === undefined) return shown;
  const [words, bound, met] =
    'atLeast' in aim
      ? ['at least', aim.atLeast, value >= aim.atLeast]
      : ['at most', aim.atMost, value <= aim.atMost];
  return `${shown} (aim: ${words} ${bound}; ${met ? 'met' : 'MISSED'})`;
}

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

/** The middle value; of an even count the lower one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('There is no median of nothing.');
  return middle;
}
