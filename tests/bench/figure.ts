/** One measured value, with the aim that was set for it. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `×` for a ratio. */
  readonly unit: string;
  /** The same of something that anyone can repeat, in the same unit. */
  readonly reference?: { readonly name: string; readonly value: number };
  /** To the reference, where it is not `value / reference.value` (the median of several turns). */
  readonly ratio?: number;
  /** Of the ratio where there is a reference, else of the value. */
  readonly aim?: { readonly atLeast: number } | { readonly atMost: number };
}

/** Measures one thing on this machine, now; `options` are the words after its name. */
export type Bench = (options: readonly string[]) => Promise<readonly Figure[]>;

/** What an aim is set for: the ratio to the reference, or the value itself. */
function judgedValue({ value, unit, reference, ratio }: Figure): {
  readonly value: number;
  readonly unit: string;
} {
  if (ratio !== undefined) return { value: ratio, unit: '×' };
  return reference === undefined ? { value, unit } : { value: value / reference.value, unit: '×' };
}

/** Whether a figure is what it should be; null: nothing was set for it. */
export function isMet(figure: Figure): boolean | null {
  const { aim } = figure;
  if (aim === undefined) return null;
  const { value } = judgedValue(figure);
  return 'atLeast' in aim ? value >= aim.atLeast : value <= aim.atMost;
}

/** One line for people; an aim that is missed is told, not hidden. */
export function describeFigure(figure: Figure): string {
  const { name, value, unit, reference, aim } = figure;
  const beside =
    reference === undefined ? '' : `, ${reference.name} ${round(reference.value)}: ${ratioOf(figure)}`;
  const shown = `${name}: ${round(value)} ${unit}`.trim() + beside;
  return aim === undefined
    ? shown
    : `${shown} (aim: ${describeAim(aim)}; ${isMet(figure) === true ? 'met' : 'MISSED'})`;
}

/** For example `at least 0.95`. */
export function describeAim(aim: NonNullable<Figure['aim']>): string {
  return 'atLeast' in aim ? `at least ${aim.atLeast}` : `at most ${aim.atMost}`;
}

/** The ratio of a figure with a reference, for people; empty without one. */
export function ratioOf(figure: Figure): string {
  const { value, unit } = judgedValue(figure);
  return figure.reference === undefined && figure.unit !== '×' ? '' : `${round(value)} ${unit}`;
}

/** As many digits as say something. */
export function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

/** The middle value; of an even count the lower one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('There is no median of nothing.');
  return middle;
}
