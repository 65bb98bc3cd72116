/** A key as a page and both shells see it: its place (`KeyboardEvent.code`), which is the same whatever AltGr makes of it. */
export interface ChordKey {
  readonly control: boolean;
  readonly alt: boolean;
  readonly code: string;
}

/** Whether this key opens the overlay: Ctrl+Alt with S, or with the key of the setting `overlayKey`. */
export function isOverlayChord(key: ChordKey, overlayKey: string): boolean {
  if (!(key.control && key.alt)) return false;
  const second = /\d/.test(overlayKey) ? `Digit${overlayKey}` : `Key${overlayKey.toUpperCase()}`;
  return key.code === 'KeyS' || (overlayKey !== '' && key.code === second);
}

/**
 * Whether this key may be for the player although a page item has the focus: one that the setting could make open the overlay, and
 * Escape, which closes it. The shells, which swallow what a page item would hear, hand such a key to the player's page, and that
 * knows the setting, and what is open.
 *
 * It uses nothing outside itself, since the Chromium shell hands its text to the page.
 */
export function mayBeForPlayer({ control, alt, code }: ChordKey): boolean {
  return control && alt ? /^(Key[A-Z]|Digit\d)$/.test(code) : !control && !alt && code === 'Escape';
}
