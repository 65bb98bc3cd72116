import { useEffect, useRef, useState, type ReactNode } from 'react';
import { usePanelSize } from '../panel/use-panel-size.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { wallPlace } from '../ui/wall-place.ts';
import './test-pattern.css';

const greys = Array.from({ length: 11 }, (_, step) => Math.round((step * 255) / 10));
const colours = ['#fff', '#ff0', '#0ff', '#0f0', '#f0f', '#f00', '#00f', '#000'] as const;

/**
 * What an installer reads off a panel: its pixels, whether any of its four edges is cut off, greys, colours, and a movement
 * that must run evenly. It covers the settings as well, and goes at a touch or a key.
 */
export function TestPattern(): ReactNode {
  const i18n = useI18n();
  const panel = usePanelSize();
  const wall = usePlayerStore((state) => state.snapshot?.settings.wall ?? '');
  const show = usePlayerStore((state) => state.showTestPattern);
  const surface = useRef<HTMLButtonElement>(null);
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    surface.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [before]);
  const scale = window.devicePixelRatio;
  const hide = (): void => {
    show(false);
  };
  return (
    <div
      className="test-pattern"
      data-testid="test-pattern"
      role="dialog"
      aria-modal="true"
      aria-label={i18n.text('display.pattern.show')}
    >
      <div className="test-edge" />
      <div className="test-edge is-inner" />
      <div className="test-bars">
        {colours.map((colour) => (
          <i key={colour} style={{ background: colour }} />
        ))}
      </div>
      <div className="test-bars">
        {greys.map((grey) => (
          <i key={grey} style={{ background: `rgb(${grey} ${grey} ${grey})` }} />
        ))}
      </div>
      <div className="test-mover">
        <i />
      </div>
      <p>{`${Math.round(panel.width * scale)} × ${Math.round(panel.height * scale)}`}</p>
      {wall !== '' && <p>{wallPlace(i18n, wall)}</p>}
      <button
        ref={surface}
        type="button"
        className="test-surface"
        aria-label={i18n.text('display.pattern.hide')}
        onClick={hide}
        onKeyDown={(event) => {
          // Escape would close the settings, and Tab would lead to what is covered.
          event.stopPropagation();
          event.nativeEvent.stopImmediatePropagation();
          event.preventDefault();
          // The key that asked for the pattern may still be held.
          if (!event.repeat) hide();
        }}
      />
    </div>
  );
}
