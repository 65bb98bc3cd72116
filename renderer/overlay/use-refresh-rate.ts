import { useEffect, useState } from 'react';

const FRAMES = 40;
const MS_PER_SECOND = 1_000;

/** How often a second the panel shows a new picture, as the page sees it; null while it is measured. */
export function useRefreshRate(): number | null {
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    const moments: number[] = [];
    let request = requestAnimationFrame(function note(moment) {
      moments.push(moment);
      if (moments.length <= FRAMES) request = requestAnimationFrame(note);
      else setRate(rateOf(moments));
    });
    return () => {
      cancelAnimationFrame(request);
    };
  }, []);
  return rate;
}

/** The rate of most frames, in whole Hz: one that came late says nothing of the panel. */
export function rateOf(moments: readonly number[]): number | null {
  const gaps = moments
    .slice(1)
    .map((moment, place) => moment - (moments[place] ?? moment))
    .sort((a, b) => a - b);
  const middle = gaps[Math.floor(gaps.length / 2)] ?? 0;
  return middle > 0 ? Math.round(MS_PER_SECOND / middle) : null;
}
