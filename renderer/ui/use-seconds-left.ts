import { useEffect, useState } from 'react';

const LOOK_EVERY_MS = 250;
const MS_PER_SECOND = 1_000;

/** Whole seconds until a moment (ISO 8601), as they go by. */
export function useSecondsLeft(until: string): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(until));
  useEffect(() => {
    const look = (): void => {
      setSeconds(secondsUntil(until));
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [until]);
  return seconds;
}

function secondsUntil(iso: string): number {
  return Math.max(0, Math.ceil((Date.parse(iso) - Date.now()) / MS_PER_SECOND));
}
