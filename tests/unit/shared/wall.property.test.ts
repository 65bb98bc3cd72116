import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logicalSize, rotationTransform, type Rotation } from '../../../renderer/panel/geometry.ts';
import { fitChoices } from '../../../src/shared/settings-schema.ts';
import { canvasOf, type Wall } from '../../../src/shared/wall.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}
interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

const walls = fc
  .record({
    columns: fc.integer({ min: 1, max: 16 }),
    rows: fc.integer({ min: 1, max: 16 }),
    bezel: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.2, noNaN: true })),
    panel: fc.record({
      width: fc.integer({ min: 320, max: 7_680 }),
      height: fc.integer({ min: 320, max: 4_320 }),
    }),
    rotation: fc.constantFrom<Rotation[]>(0, 90, 180, 270),
    fit: fc.constantFrom(...fitChoices),
    picture: fc.record({
      width: fc.integer({ min: 1, max: 9_000 }),
      height: fc.integer({ min: 1, max: 9_000 }),
    }),
  })
  .filter(({ columns, rows }) => columns * rows > 1);

/** Every screen of a wall by its column and row. */
function screensOf({ columns, rows, bezel }: Omit<Wall, 'column' | 'row'>): Wall[] {
  return Array.from({ length: columns * rows }, (_, place) => ({
    ...{ columns, rows, bezel },
    column: place % columns,
    row: Math.floor(place / columns),
  }));
}

/** Where CSS (`object-fit`) lays a picture in a box. */
function fitted(picture: Size, box: Size, fit: (typeof fitChoices)[number]): Box {
  const [across, down] = [box.width / picture.width, box.height / picture.height];
  const scale = fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
  const width = fit === 'fill' ? box.width : picture.width * scale;
  const height = fit === 'fill' ? box.height : picture.height * scale;
  return { left: (box.width - width) / 2, top: (box.height - height) / 2, width, height };
}

it('tiles the canvas exactly with the screens and the bezels between them, in every rotation', () => {
  fc.assert(
    fc.property(walls, ({ columns, rows, bezel, panel, rotation }) => {
      const screen = logicalSize(rotation, panel);
      const gap = Math.round(bezel * screen.width);
      const lefts = new Set<number>();
      const tops = new Set<number>();
      for (const wall of screensOf({ columns, rows, bezel })) {
        const canvas = canvasOf(wall, screen);
        // All mean the same canvas, in whole pixels, and none looks out of it.
        expect(canvas.width).toBe(columns * screen.width + (columns - 1) * gap);
        expect(canvas.height).toBe(rows * screen.height + (rows - 1) * gap);
        expect(Object.values(canvas).every(Number.isInteger)).toBe(true);
        expect(-canvas.left + screen.width).toBeLessThanOrEqual(canvas.width);
        expect(-canvas.top + screen.height).toBeLessThanOrEqual(canvas.height);
        lefts.add(-canvas.left);
        tops.add(-canvas.top);
      }
      const inOrder = (places: ReadonlySet<number>): number[] =>
        [...places].sort((one, other) => one - other);
      // One begins a bezel behind the end of the one before, the first at the edge, and the last ends at the other.
      expect(inOrder(lefts)).toEqual(Array.from({ length: columns }, (_, at) => at * (screen.width + gap)));
      expect(inOrder(tops)).toEqual(Array.from({ length: rows }, (_, at) => at * (screen.height + gap)));
    }),
    { numRuns: 200 },
  );
});

it('puts a point of the picture on one screen, or behind one bezel, as if the wall were one glass, in every fit', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(walls, share, share, (drawn, across, down) => {
      const { panel, rotation, fit, picture, bezel } = drawn;
      const screen = logicalSize(rotation, panel);
      const gap = Math.round(bezel * screen.width);
      const seen = screensOf(drawn).map((wall) => {
        const canvas = canvasOf(wall, screen);
        const place = fitted(picture, canvas, fit);
        const x = canvas.left + place.left + across * place.width;
        const y = canvas.top + place.top + down * place.height;
        // On the glass, where the installer measures: the screens hang a bezel apart.
        const glass = { x: x + wall.column * (screen.width + gap), y: y + wall.row * (screen.height + gap) };
        // Nothing is said of a point on the very edge.
        const isIn = (at: number, length: number): boolean => at > 1e-3 && at < length - 1e-3;
        return { glass, isHere: isIn(x, screen.width) && isIn(y, screen.height) };
      });
      for (const { glass } of seen) {
        expect(glass.x).toBeCloseTo(seen[0]?.glass.x ?? NaN, 3);
        expect(glass.y).toBeCloseTo(seen[0]?.glass.y ?? NaN, 3);
      }
      expect(seen.filter(({ isHere }) => isHere).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 100 },
  );
});

it('turns the part with the panel: neighbours of turned panels meet at the edges that touch', () => {
  for (const [rotation, from, to] of [
    [0, 'translate(0px, 0px)', { width: 1_920, height: 1_080 }],
    [90, 'translate(1920px, 0px) rotate(90deg)', { width: 1_080, height: 1_920 }],
    [180, 'translate(1920px, 1080px) rotate(180deg)', { width: 1_920, height: 1_080 }],
    [270, 'translate(0px, 1080px) rotate(270deg)', { width: 1_080, height: 1_920 }],
  ] as const) {
    const panel = { width: 1_920, height: 1_080 };
    const screen = logicalSize(rotation, panel);
    expect(screen).toEqual(to);
    if (rotation !== 0) expect(rotationTransform(rotation, panel)).toBe(from);
    const wall = { columns: 2, rows: 1, column: 1, row: 0, bezel: 0.01 };
    expect(canvasOf(wall, screen).left).toBe(-screen.width - Math.round(screen.width / 100));
  }
});
