/** How one mutant ended. */
export interface Mutant {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly state: 'noticed' | 'survived' | 'void';
}

/** Noticed mutants of all that count, 0 to 1, with the bounds between which it lies with 95 %. */
export interface Score {
  readonly noticed: number;
  readonly counted: number;
  readonly share: number;
  readonly lowest: number;
  readonly highest: number;
}

const WITHIN_95_PERCENT = 1.96;

/**
 * The score of mutants that were drawn line by line. Mutants of a line resemble each other, so that the doubt is that of the
 * lines drawn (a ratio of two sums over clusters), not that of as many mutants. `isSample` false: they are all there are, and
 * there is no doubt.
 */
export function scoreOf(mutants: readonly Mutant[], isSample: boolean): Score {
  const counting = mutants.filter(({ state }) => state !== 'void');
  const noticed = counting.filter(({ state }) => state === 'noticed').length;
  const counted = counting.length;
  const share = counted === 0 ? 0 : noticed / counted;
  const doubt = isSample ? WITHIN_95_PERCENT * standardError(counting, share) : 0;
  return { noticed, counted, share, lowest: Math.max(0, share - doubt), highest: Math.min(1, share + doubt) };
}

function standardError(counting: readonly Mutant[], share: number): number {
  const lines = Map.groupBy(counting, ({ file, line }) => `${file}:${line}`);
  if (lines.size < 2) return 1;
  const squares = [...lines.values()].map((line) => {
    const noticed = line.filter(({ state }) => state === 'noticed').length;
    return (noticed - share * line.length) ** 2;
  });
  const variance = squares.reduce((sum, square) => sum + square, 0) / (lines.size - 1);
  return Math.sqrt(variance * lines.size) / counting.length;
}

/** One line of a source. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** The lines of a source that may hold code, by their look. */
export function codeLines(file: string, source: string): readonly SourceLine[] {
  return source.split('\n').flatMap((text, index) => {
    const isCode = /[a-z]/i.test(text) && !/^\s*(\/\/|\/?\*|import |export (type|interface) )/.test(text);
    return isCode ? [{ file, line: index + 1 }] : [];
  });
}

/** `count` of `from`, drawn by `random` without putting back, in their order; all where there are fewer. */
export function draw<Value>(from: readonly Value[], count: number, random: () => number): readonly Value[] {
  const rest = from.map((_, index) => index);
  const drawn: number[] = [];
  while (drawn.length < count && rest.length > 0) {
    drawn.push(...rest.splice(Math.floor(random() * rest.length), 1));
  }
  return drawn.sort((one, other) => one - other).flatMap((index) => from[index] ?? []);
}

/** Files in slices of about `mostLines`, each slice at least one file. */
export function slicesOf(
  files: readonly { readonly file: string; readonly lines: number }[],
  mostLines: number,
): readonly (readonly string[])[] {
  const slices: string[][] = [];
  let room = 0;
  for (const { file, lines } of files) {
    const current = slices.at(-1);
    if (current === undefined || lines > room) {
      slices.push([file]);
      room = mostLines - lines;
    } else {
      current.push(file);
      room -= lines;
    }
  }
  return slices;
}
