import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  logicalSize,
  resolveRotation,
  rotationTransform,
  toLogicalPoint,
  wantedOrientation,
  type Rotation,
} from '../../../../renderer/panel/geometry.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';

const wide = { width: 1920, height: 1080 };
const tall = { width: 1080, height: 1920 };

describe('rotation', () => {
  it('turns the picture only when panel and orientation disagree', () => {
    expect(resolveRotation('auto', 'landscape', wide)).toBe(0);
    expect(resolveRotation('auto', 'portrait', wide)).toBe(90);
    expect(resolveRotation('auto', 'portrait', tall)).toBe(0);
    expect(resolveRotation('auto', 'landscape', tall)).toBe(90);
  });

  it("follows a technician's choice whatever the panel is", () => {
    expect(resolveRotation('270', 'landscape', wide)).toBe(270);
    expect(resolveRotation('0', 'portrait', wide)).toBe(0);
  });
});

describe('placing the turned picture', () => {
  /** Where CSS puts a point of the picture: rotate about the top left, then translate. */
  function toPanel(point: { x: number; y: number }, rotation: Rotation): { x: number; y: number } {
    const transform = rotationTransform(rotation, wide);
    const [, dx = '0', dy = '0'] = /translate\((\d+)px, (\d+)px\)/.exec(transform) ?? [];
    const turn = (Number(/rotate\((\d+)deg\)/.exec(transform)?.[1] ?? 0) * Math.PI) / 180;
    return {
      x: Number(dx) + point.x * Math.cos(turn) - point.y * Math.sin(turn),
      y: Number(dy) + point.x * Math.sin(turn) + point.y * Math.cos(turn),
    };
  }

  it.each([0, 90, 180, 270] as const)('covers the whole panel and nothing else at %d°', (rotation) => {
    const { width, height } = logicalSize(rotation, wide);
    const corners = [
      { x: 0, y: 0 },
      { x: width, y: 0 },
      { x: 0, y: height },
      { x: width, y: height },
    ].map((corner) => toPanel(corner, rotation));
    const xs = corners.map(({ x }) => Math.round(x) + 0);
    const ys = corners.map(({ y }) => Math.round(y) + 0);
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, 1920]);
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([0, 1080]);
  });

  it('finds the point of the picture under a finger', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Rotation[]>(0, 90, 180, 270),
        fc.integer({ min: 0, max: 1080 }),
        fc.integer({ min: 0, max: 1080 }),
        (rotation, x, y) => {
          const back = toLogicalPoint(toPanel({ x, y }, rotation), rotation, wide);
          expect(back.x).toBeCloseTo(x, 6);
          expect(back.y).toBeCloseTo(y, 6);
        },
      ),
    );
  });
});

describe('the orientation in which to draw', () => {
  it('is as the panel hangs until a server or a technician says another', () => {
    const unpaired = sampleSnapshot({ state: 'unpaired' });
    expect(wantedOrientation(null, tall)).toBe('portrait');
    expect(wantedOrientation(unpaired, tall)).toBe('portrait');
    expect(wantedOrientation(sampleSnapshot(), tall)).toBe('landscape');
    const chosen = { ...unpaired, settings: { ...unpaired.settings, orientation: 'landscape' as const } };
    expect(wantedOrientation(chosen, tall)).toBe('landscape');
  });
});
