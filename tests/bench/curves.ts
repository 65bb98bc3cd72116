import type { Trend, TrendPoint } from './trend.ts';

/** One series over all runs, and the line through it. */
export interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly runs: readonly (readonly TrendPoint[])[];
  readonly trend: Trend | null;
}

const WIDTH = 460;
const HEIGHT = 200;
const MARGIN = { left: 62, right: 12, top: 30, bottom: 24 } as const;
const COLUMNS = 2;

/** Draws each curve in a field of its own, its runs one after the other, as one SVG. */
export function drawCurves(heading: string, curves: readonly Curve[]): string {
  const rows = Math.ceil(curves.length / COLUMNS);
  const fields = curves.map((curve, index) => {
    const [x, y] = [(index % COLUMNS) * WIDTH, 30 + Math.floor(index / COLUMNS) * HEIGHT];
    return `<g transform="translate(${x} ${y})">${drawField(curve)}</g>`;
  });
  const size = `width="${COLUMNS * WIDTH}" height="${30 + rows * HEIGHT}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="11">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text x="12" y="20" font-size="14">${escapeText(heading)}</text>`,
    ...fields,
    '</svg>',
    '',
  ].join('\n');
}

function drawField({ title, unit, runs, trend }: Curve): string {
  const points = runs.flat();
  const xScale = scaleOf(
    points.map(([x]) => x),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const yScale = scaleOf(
    points.map(([, y]) => y),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const lines = runs.map((run) => {
    const path = run.map(([x, y]) => `${xScale.at(x)},${yScale.at(y)}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="#07c"/>`;
  });
  const fits = (trend?.lines ?? []).map(({ meanX, meanY }) => {
    const run = runs.find((one) => (one[0]?.[0] ?? 0) <= meanX && (one.at(-1)?.[0] ?? 0) >= meanX) ?? [];
    const ends = [run[0]?.[0] ?? meanX, run.at(-1)?.[0] ?? meanX];
    const path = ends.map((x) => `${xScale.at(x)},${yScale.at(meanY + (trend?.each ?? 0) * (x - meanX))}`);
    return `<polyline points="${path.join(' ')}" fill="none" stroke="#c30"/>`;
  });
  const label = (x: number, y: number, text: string, anchor: string): string =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeText(text)}</text>`;
  return [
    `<rect x="${MARGIN.left}" y="${MARGIN.top}" width="${WIDTH - MARGIN.left - MARGIN.right}" height="${HEIGHT - MARGIN.top - MARGIN.bottom}" fill="none" stroke="#999"/>`,
    label(MARGIN.left, MARGIN.top - 8, unit === '' ? title : `${title}, ${unit}`, 'start'),
    label(MARGIN.left - 4, MARGIN.top + 10, short(yScale.most), 'end'),
    label(MARGIN.left - 4, HEIGHT - MARGIN.bottom, short(yScale.least), 'end'),
    label(MARGIN.left, HEIGHT - 8, short(xScale.least), 'start'),
    label(WIDTH - MARGIN.right, HEIGHT - 8, `${short(xScale.most)} showings`, 'end'),
    ...lines,
    ...fits,
  ].join('');
}

interface Scale {
  readonly least: number;
  readonly most: number;
  at(value: number): number;
}

/** A series that never changes lies in the middle. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const least = values.reduce((one, other) => Math.min(one, other), values[0] ?? 0);
  const most = values.reduce((one, other) => Math.max(one, other), values[0] ?? 0);
  return {
    least,
    most,
    at: (value) => {
      const share = most === least ? 0.5 : (value - least) / (most - least);
      return Math.round((from + share * (to - from)) * 10) / 10;
    },
  };
}

const short = (value: number): string => String(Math.round(value * 100) / 100);

const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
