import type { ReactNode } from 'react';
import { usePanelSize } from '../panel/use-panel-size.ts';
import './test-pattern.css';

const greys = Array.from({ length: 11 }, (_, step) => Math.round((step * 255) / 10));
const colours = ['#fff', '#ff0', '#0ff', '#0f0', '#f0f', '#f00', '#00f', '#000'] as const;

/** What an installer reads off a panel: its pixels, whether its edges are cut off, greys, colours, and a movement that must run evenly. */
export function TestPattern(): ReactNode {
  const panel = usePanelSize();
  const scale = window.devicePixelRatio;
  return (
    <div className="test-pattern" data-testid="test-pattern">
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
    </div>
  );
}
