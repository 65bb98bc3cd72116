import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { tickerRun } from './ticker-run.ts';

/** One line along the lower edge. It stands where it fits; else it runs on the compositor, and nothing is drawn anew for it. */
export function Ticker({ text }: { readonly text: string }): ReactNode {
  const strip = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (strip.current === null || line.current === null) return undefined;
    return keepRunning(strip.current, line.current);
  }, [text]);
  return (
    <div ref={strip} className="ticker" data-testid="ticker">
      <span ref={line} className="ticker-line" dir="auto">
        {text}
      </span>
    </div>
  );
}

/** Begins anew whenever the strip or the line has another length: another panel, or a font that came. Answers how it is ended. */
function keepRunning(strip: HTMLElement, line: HTMLElement): () => void {
  let run: Animation | null = null;
  let known = '';
  const lay = (): void => {
    const lengths = { strip: strip.clientWidth, line: line.offsetWidth, shorterSide: shorterSideOf(strip) };
    if (JSON.stringify(lengths) === known) return;
    known = JSON.stringify(lengths);
    run?.cancel();
    const { direction } = getComputedStyle(line);
    const planned = tickerRun(lengths, direction === 'rtl');
    strip.classList.toggle('is-running', planned !== null);
    run = planned === null ? null : begin(line, planned);
  };
  const sizes = new ResizeObserver(lay);
  sizes.observe(strip);
  sizes.observe(line);
  lay();
  return () => {
    sizes.disconnect();
    run?.cancel();
  };
}

function begin(
  line: HTMLElement,
  { fromPx, toPx, ms, steps }: NonNullable<ReturnType<typeof tickerRun>>,
): Animation {
  const frames = [fromPx, toPx].map((px) => ({ transform: `translateX(${px}px)` }));
  return line.animate(frames, { duration: ms, iterations: Infinity, easing: `steps(${steps})` });
}

/** Of the screen on which the strip lies. */
function shorterSideOf(strip: HTMLElement): number {
  const room = strip.parentElement;
  return room === null ? 0 : Math.min(room.clientWidth, room.clientHeight);
}
