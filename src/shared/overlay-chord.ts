/** A key as a page and both shells see it: its place (`KeyboardEvent.code`), which is the same whatever AltGr makes of it. */
export interface ChordKey {
  readonly control: boolean;
  readonly alt: boolean;
  readonly code: string;
}

/** Whether this key opens the overlay: Ctrl+Alt with S, or with the key of the setting `overlayKey`. */
export function isOverlayChord(key: ChordKey, overlayKey: string): boolean {
  if (!mayBeOverlayChord(key)) return false;
  const second = /\d/.test(overlayKey) ? `Digit${overlayKey}` : `Key${overlayKey.toUpperCase()}`;
  return key.code === 'KeyS' || (overlayKey !== '' && key.code === second);
}

/**
 * Whether the setting could make this key one that opens the overlay. The shells, which swallow what a page item would hear,
 * hand such a key to the player's page, and that knows the setting.
 *
 * It uses nothing outside itself, since the Chromium shell hands its text to the page.
 */
export function mayBeOverlayChord({ control, alt, code }: ChordKey): boolean {
  return control && alt && /^(Key[A-Z]|Digit\d)$/.test(code);
}
