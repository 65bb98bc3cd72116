import { wallOf } from '../../src/shared/wall.ts';
import type { I18n } from './i18n.ts';

/** Where this screen is in its wall, in words, counted from 1 as people do; null without a wall. */
export function wallPlace(i18n: I18n, setting: string): string | null {
  const wall = wallOf(setting);
  if (wall === null) return null;
  const { columns, rows, column, row } = wall;
  return i18n.text('display.wall.place', { column: column + 1, columns, row: row + 1, rows });
}
