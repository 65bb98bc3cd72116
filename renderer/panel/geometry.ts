import type { VisibleSettings } from '../../src/shared/settings-schema.ts';
import type { Orientation, Snapshot } from '../../src/shared/status.ts';

/** Clockwise degrees by which the picture is turned on the panel. */
export type Rotation = 0 | 90 | 180 | 270;

/** A width and a height in CSS px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How far the picture must be turned: a technician's choice, else a quarter turn when the panel's shape and the
 * wanted orientation disagree.
 */
export function resolveRotation(
  choice: VisibleSettings['rotation'],
  orientation: Orientation,
  panel: Size,
): Rotation {
  if (choice !== 'auto') return Number(choice) as Rotation;
  const panelIsPortrait = panel.height > panel.width;
  return panelIsPortrait === (orientation === 'portrait') ? 0 : 90;
}

/**
 * The orientation in which to draw. Until a server or a technician says one, the screen is taken as it hangs, so that nobody
 * has to tilt the head to pair it.
 */
export function wantedOrientation(
  snapshot: Pick<Snapshot, 'state' | 'settings' | 'player'> | null,
  panel: Size,
): Orientation {
  const isUnsaid =
    snapshot === null || (snapshot.state === 'unpaired' && snapshot.settings.orientation === 'auto');
  if (!isUnsaid) return snapshot.player.orientation;
  return panel.height > panel.width ? 'portrait' : 'landscape';
}

/** Whether a fixed rotation shows the picture in another orientation than the one that is wanted. */
export function isContradicted(
  choice: VisibleSettings['rotation'],
  orientation: Orientation,
  panel: Size,
): boolean {
  if (choice === 'auto') return false;
  const { width, height } = logicalSize(resolveRotation(choice, orientation, panel), panel);
  return height > width !== (orientation === 'portrait');
}

/** The size of the picture before it is turned onto the panel. */
export function logicalSize(rotation: Rotation, panel: Size): Size {
  return isQuarterTurn(rotation) ? { width: panel.height, height: panel.width } : panel;
}

/** The CSS transform that lays a box of {@link logicalSize}, with its origin at the top left, exactly over the panel. */
export function rotationTransform(rotation: Rotation, panel: Size): string {
  switch (rotation) {
    case 0:
      return 'none';
    case 90:
      return `translate(${panel.width}px, 0px) rotate(90deg)`;
    case 180:
      return `translate(${panel.width}px, ${panel.height}px) rotate(180deg)`;
    case 270:
      return `translate(0px, ${panel.height}px) rotate(270deg)`;
  }
}

/** Where a point of the panel lies in the picture as people see it. */
export function toLogicalPoint(
  point: { readonly x: number; readonly y: number },
  rotation: Rotation,
  panel: Size,
): { readonly x: number; readonly y: number } {
  switch (rotation) {
    case 0:
      return point;
    case 90:
      return { x: point.y, y: panel.width - point.x };
    case 180:
      return { x: panel.width - point.x, y: panel.height - point.y };
    case 270:
      return { x: panel.height - point.y, y: point.x };
  }
}

function isQuarterTurn(rotation: Rotation): boolean {
  return rotation === 90 || rotation === 270;
}
