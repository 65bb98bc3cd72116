import { useEffect, useState, type RefObject } from 'react';

/** An arrow that nobody moves goes away after so long. */
const MOUSE_REST_MS = 4_000;

/** Whether a mouse moved over the element lately; an arrow that merely lies there does not count. */
export function useMouseSeen(element: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const current = element.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onMove = ({ pointerType, movementX, movementY }: PointerEvent): void => {
      if (pointerType !== 'mouse' || (movementX === 0 && movementY === 0)) return;
      setSeen(true);
      clearTimeout(timer);
      timer = setTimeout(() => {
        setSeen(false);
      }, MOUSE_REST_MS);
    };
    current?.addEventListener('pointermove', onMove);
    return () => {
      clearTimeout(timer);
      current?.removeEventListener('pointermove', onMove);
    };
  }, [element]);
  return seen;
}
