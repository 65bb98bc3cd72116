import { useCallback, useEffect, useState, type RefObject } from 'react';
import { holdWhilePressed } from './hold-while-pressed.ts';

export interface TouchTyping {
  /** The field that a finger chose to type in; null while no keyboard is wanted. */
  readonly typingIn: HTMLInputElement | null;
  readonly hide: () => void;
}

/**
 * Follows which field of the sheet is typed in by touch. A tap on a field asks for the keyboard; a mouse, a real key, or
 * leaving the fields sends it away. It comes and goes only between two presses: what moved away under a finger would lose
 * its click.
 */
export function useTouchTyping(sheet: RefObject<HTMLElement | null>): TouchTyping {
  const [typingIn, setTypingIn] = useState<HTMLInputElement | null>(null);
  const hide = useCallback(() => {
    setTypingIn(null);
  }, []);

  useEffect(() => {
    const element = sheet.current;
    if (element === null) return undefined;
    const hold = holdWhilePressed(element);
    const onClick = (event: MouseEvent): void => {
      const field = textField(event.target);
      // Chromium's clicks are pointer events that say what pressed; a label passes its click on without saying.
      if (field === null || (event as PointerEvent).pointerType !== 'touch') return;
      hold.afterPress(() => {
        setTypingIn(field);
      });
    };
    const onFocus = ({ target }: FocusEvent): void => {
      hold.afterPress(() => {
        setTypingIn((before) => (before === null ? null : textField(target)));
      });
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.isTrusted) hide();
    };
    element.addEventListener('click', onClick);
    element.addEventListener('focusin', onFocus);
    element.addEventListener('keydown', onKey);
    return () => {
      hold.stop();
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
