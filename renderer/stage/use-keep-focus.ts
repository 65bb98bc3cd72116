import { useEffect, useRef } from 'react';
import type { Clock } from '../../src/shared/clock.ts';
import { keepFocus, type FocusGuard } from './keep-focus.ts';

/** Keeps the focus out of page items; `isOpen`: a person has opened something over them, which is to have it at once. */
export function useKeepFocus(clock: Clock, isOpen: boolean): void {
  const guard = useRef<FocusGuard | null>(null);
  useEffect(() => {
    guard.current = keepFocus(window, clock);
    return () => {
      guard.current?.stop();
    };
  }, [clock]);
  useEffect(() => {
    if (isOpen) guard.current?.takeBack();
  }, [isOpen]);
}
