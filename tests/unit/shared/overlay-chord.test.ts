import { describe, expect, it } from 'vitest';
import { isOverlayChord, mayBeForPlayer } from '../../../src/shared/overlay-chord.ts';
import { settingsSchema } from '../../../src/shared/settings-schema.ts';

const held = { control: true, alt: true };
const codes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').map((letter) => `Key${letter}`);
const digits = '0123456789'.split('').map((digit) => `Digit${digit}`);

describe('the keys that open the overlay', () => {
  it('are Ctrl+Alt+S and the one of the settings, and nothing else', () => {
    const opening = (overlayKey: string): string[] =>
      [...codes, ...digits, 'Delete', 'F4', 'Numpad7'].filter((code) =>
        isOverlayChord({ ...held, code }, overlayKey),
      );
    expect(opening('')).toEqual(['KeyS']);
    expect(opening('k')).toEqual(['KeyK', 'KeyS']);
    expect(opening('7')).toEqual(['KeyS', 'Digit7']);
    expect(isOverlayChord({ control: false, alt: true, code: 'KeyS' }, '')).toBe(false);
    expect(isOverlayChord({ control: true, alt: false, code: 'KeyK' }, 'k')).toBe(false);
  });

  it('are all handed on by the shells, whatever the setting allows, and so is Escape, which closes it', () => {
    const { overlayKey } = settingsSchema.shape;
    const allowed = 'abcdefghijklmnopqrstuvwxyz0123456789'
      .split('')
      .filter((key) => overlayKey.safeParse(key).success);
    expect(allowed).toHaveLength(35);
    for (const key of allowed) {
      const code = /\d/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
      expect(isOverlayChord({ ...held, code }, key), key).toBe(true);
      expect(mayBeForPlayer({ ...held, code }), key).toBe(true);
    }
    expect(mayBeForPlayer({ ...held, code: 'Delete' })).toBe(false);
    expect(mayBeForPlayer({ ...held, code: "KeyS'" })).toBe(false);
    const plain = { control: false, alt: false };
    expect(mayBeForPlayer({ ...plain, code: 'Escape' })).toBe(true);
    for (const code of ['KeyS', 'Digit4', 'Enter']) expect(mayBeForPlayer({ ...plain, code })).toBe(false);
    for (const held of ['control', 'alt'])
      expect(mayBeForPlayer({ ...plain, [held]: true, code: 'Escape' })).toBe(false);
  });
});
