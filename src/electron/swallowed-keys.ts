import type { Input } from 'electron';

/** What a text field needs of the combinations with Ctrl (Cmd on a Mac). */
const editingKeys = new Set([
  'a',
  'c',
  'v',
  'x',
  'y',
  'z',
  'arrowleft',
  'arrowright',
  'home',
  'end',
  'backspace',
  'delete',
]);

type Keys = Pick<Input, 'key' | 'control' | 'alt' | 'meta'>;

/**
 * Whether a kiosk window must not see this key: everything that leaves, reloads, zooms, prints, searches or inspects.
 * What is left are plain keys, the editing combinations of the pairing screen's fields, and Ctrl+Alt with a character,
 * which is both the overlay's shortcut (Ctrl+Alt+S) and AltGr on many keyboards.
 */
export function isSwallowed({ key, control, alt, meta }: Keys): boolean {
  const name = key.toLowerCase();
  if (/^f\d{1,2}$/.test(name) || name.startsWith('browser') || name === 'contextmenu') return true;
  if (control && alt && !meta) return !isCharacter(key);
  if (alt) return name !== 'alt' && name !== 'altgraph';
  if (control || meta) return !(editingKeys.has(name) || isModifier(name));
  return false;
}

function isModifier(name: string): boolean {
  return name === 'control' || name === 'shift' || name === 'meta';
}

/** Named keys (`Delete`, `ArrowLeft`) have longer names than any character. */
function isCharacter(key: string): boolean {
  return /^.$/u.test(key);
}
