import type { ReactNode } from 'react';
import { useI18n } from '../ui/use-i18n.ts';
import '../ui/tokens.css';
import './touch-count.css';
import type { TouchView } from './used-page.ts';

/** Tells whoever used a page that it goes back to its beginning in a few seconds, and covers the page while it does. */
export function TouchCount({ view }: { readonly view: TouchView }): ReactNode {
  const i18n = useI18n();
  if (view === null) return null;
  if (view.kind === 'renewed') {
    return (
      <div className="touch-cover" data-testid="touch-cover">
        <p>{i18n.text('touch.renewed')}</p>
      </div>
    );
  }
  const { secondsLeft: seconds, ofSeconds } = view;
  return (
    <div className="touch-count" data-testid="touch-count" role="timer">
      <p className="touch-count-number" aria-hidden>
        {seconds}
      </p>
      <div className="touch-count-words">
        <p>{i18n.text('touch.counted', { seconds })}</p>
        {view.isMovable && <p className="quiet">{i18n.text('touch.goes-on')}</p>}
      </div>
      <i style={{ transform: `scaleX(${(seconds - 1) / ofSeconds})` }} />
    </div>
  );
}
