/** A key as both shells see it: its name as in `KeyboardEvent.key`, and what is held beside it. */
export interface PressedKey {
  readonly key: string;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
}

/**
 * Whether a kiosk window must not act on this key: everything that leaves, reloads, zooms, prints, searches or inspects.
 * What is left are plain keys, the editing combinations of the pairing screen's fields, and Ctrl+Alt with a character,
 * which is both the overlay's shortcut (Ctrl+Alt+S) and AltGr on many keyboards.
 *
 * It uses nothing outside itself, since the Chromium shell hands its text to the page.
 */
export function isSwallowed({ key, control, alt, meta, shift }: PressedKey): boolean {
  const name = key.toLowerCase();
  if (/^f\d{1,2}$/.test(name) || name.startsWith('browser') || name === 'contextmenu') return true;
  // Chromium's task manager.
  if (shift && name === 'escape') return true;
  // Named keys (Delete, ArrowLeft) have longer names than any character.
  if (control && alt && !meta) return !/^.$/u.test(key);
  if (alt) return name !== 'alt' && name !== 'altgraph';
  if (!control && !meta) return false;
  const isModifier = /^(control|shift|meta)$/.test(name);
  // What a text field needs of the combinations with Ctrl (Cmd on a Mac). With Shift the letters inspect and Delete opens
  // Chromium's settings; what selects and repeats still edits.
  const isEditing = shift
    ? /^(z|arrowleft|arrowright|home|end)$/.test(name)
    : /^([acvxyz]|arrowleft|arrowright|home|end|backspace|delete)$/.test(name);
  return !isEditing && !isModifier;
}
