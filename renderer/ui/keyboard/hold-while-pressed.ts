/** Holds changes of the layout back while something is pressed. */
export interface PressHold {
  /** Does it now, or once the press that goes on has become its click; of several in one press the last counts. */
  readonly afterPress: (change: () => void) => void;
  readonly stop: () => void;
}

/**
 * A browser looks twice for what is under a finger, when it presses and when it lets go, and clicks only what it found both
 * times. The focus moves in between, so whatever follows the focus waits here until the click is over.
 */
export function holdWhilePressed(element: HTMLElement): PressHold {
  let isPressed = false;
  let held: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const release = (): void => {
    isPressed = false;
    const change = held;
    held = null;
    change?.();
  };
  const onPress = (): void => {
    clearTimeout(timer);
    isPressed = true;
  };
  const onLetGo = (): void => {
    if (!isPressed) return;
    clearTimeout(timer);
    // The click follows within the same task.
    timer = setTimeout(release, 0);
  };
  const ends = ['mouseup', 'pointercancel', 'dragend', 'blur'] as const;
  element.addEventListener('mousedown', onPress, { capture: true });
  for (const kind of ends) window.addEventListener(kind, onLetGo);
  return {
    afterPress: (change) => {
      if (isPressed) held = change;
      else change();
    },
    stop: () => {
      clearTimeout(timer);
      element.removeEventListener('mousedown', onPress, { capture: true });
      for (const kind of ends) window.removeEventListener(kind, onLetGo);
    },
  };
}
