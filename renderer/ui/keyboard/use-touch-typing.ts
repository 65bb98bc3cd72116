import { useCallback, useEffect, useState, type RefObject } from 'react';

export interface TouchTyping {
  /** The field that a finger chose to type in; null while no keyboard is wanted. */
  readonly typingIn: HTMLInputElement | null;
  readonly hide: () => void;
}

/**
 * Follows which field of the sheet is typed in by touch. A tap on a field asks for the keyboard; a mouse, a real key, or
 * leaving the fields sends it away.
 */
export function useTouchTyping(sheet: RefObject<HTMLElement | null>): TouchTyping {
  const [typingIn, setTypingIn] = useState<HTMLInputElement | null>(null);
  const hide = useCallback(() => {
    setTypingIn(null);
  }, []);

  useEffect(() => {
    const element = sheet.current;
    if (element === null) return undefined;
    const onClick = (event: MouseEvent): void => {
      const field = textField(event.target);
      // Chromium's clicks are pointer events that say what pressed; a label passes its click on without saying.
      if (field !== null && (event as PointerEvent).pointerType === 'touch') setTypingIn(field);
    };
    const onFocus = (event: FocusEvent): void => {
      setTypingIn((before) => (before === null ? null : textField(event.target)));
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.isTrusted) hide();
    };
    element.addEventListener('click', onClick);
    element.addEventListener('focusin', onFocus);
    element.addEventListener('keydown', onKey);
    return () => {
      element.removeEventListener('click', onClick);
      element.removeEventListener('focusin', onFocus);
      element.removeEventListener('keydown', onKey);
    };
  }, [sheet, hide]);

  useEffect(() => {
    typingIn?.closest('.field')?.scrollIntoView({ block: 'center' });
  }, [typingIn]);

  return { typingIn, hide };
}

function textField(target: EventTarget | null): HTMLInputElement | null {
  return target instanceof HTMLInputElement && target.dataset['keyboard'] !== undefined ? target : null;
}
