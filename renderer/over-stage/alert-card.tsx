import { useLayoutEffect, useRef, type ReactNode } from 'react';
import type { Alert } from '../../src/shared/alert.ts';
import { ALERT_SIZES } from './letters.ts';

/** A text over everything, as large as fits; content goes on beside and beneath it. */
export function AlertCard({ alert: { text, level } }: { readonly alert: Alert }): ReactNode {
  const card = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (card.current === null || words.current === null) return undefined;
    const [room, written] = [card.current, words.current];
    const fit = (): void => {
      fitInto(room, written);
    };
    // Another panel, or a font that came.
    const sizes = new ResizeObserver(fit);
    sizes.observe(room);
    sizes.observe(written);
    fit();
    return () => {
      sizes.disconnect();
    };
  }, [text]);
  return (
    <div ref={card} className={`alert-card is-${level}`} role="alert" data-testid="alert">
      <div ref={words} className="alert-words">
        {text.split('\n').map((line, at) => (
          <p key={at} dir="auto">
            {line}
          </p>
        ))}
      </div>
    </div>
  );
}

function fitInto(room: HTMLElement, words: HTMLElement): void {
  const style = getComputedStyle(room);
  const lengthOf = (name: 'paddingTop' | 'paddingBottom' | 'paddingLeft' | 'paddingRight'): number =>
    Number.parseFloat(style[name]) || 0;
  const height = room.clientHeight - lengthOf('paddingTop') - lengthOf('paddingBottom');
  const width = room.clientWidth - lengthOf('paddingLeft') - lengthOf('paddingRight');
  for (const size of ALERT_SIZES) {
    words.style.fontSize = `${size}cqmin`;
    if (words.scrollHeight <= height && words.scrollWidth <= width) return;
  }
}
