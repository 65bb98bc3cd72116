import type { PressedKey } from './swallowed-keys.ts';

/**
 * Whether a page that somebody uses may have this key: what writes, deletes and moves the caret. Whatever is held beside it makes
 * it a chord, which no page gets; AltGr on its own is none, since it writes.
 *
 * It uses nothing outside itself, since both shells hand its text to the page.
 */
export function isTextKey({ key, control, alt, meta }: Omit<PressedKey, 'shift'>): boolean {
  if (control || alt || meta) return false;
  return (
    /^.$/u.test(key) ||
    /^(Enter|Backspace|Delete|Tab|Shift|CapsLock|AltGraph|Dead|Process|Home|End|PageUp|PageDown)$/.test(
      key,
    ) ||
    /^Arrow(Left|Right|Up|Down)$/.test(key)
  );
}
