import { useEffect, useRef, type ReactNode } from 'react';
import { usePlayerStore } from '../store/player-store.ts';
import { Brand } from '../ui/brand.tsx';
import { StepList } from '../ui/step-list.tsx';
import { useI18n } from '../ui/use-i18n.ts';

interface PairingProgressProps {
  readonly name: string;
  readonly url: string;
  readonly onCancel: () => void;
}

/** The list that ticks itself off, from the first call to the first picture. */
export function PairingProgress({ name, url, onCancel }: PairingProgressProps): ReactNode {
  const i18n = useI18n();
  const step = usePlayerStore((state) => state.pairingStep);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const isSignedIn = step !== null && ['playlist', 'download', 'play'].includes(step.step);
  return (
    <main className="pairing-page scroller" aria-busy="true">
      <div className="pairing-form">
        <header className="pairing-words">
          <Brand />
          <h1 ref={heading} tabIndex={-1}>
            {i18n.text('pairing.connecting', { name })}
          </h1>
          <p className="lead">{i18n.text('pairing.connecting.to', { url })}</p>
        </header>
        <div className="pairing-fields">
          <StepList now={step} />
          {/* Once signed in there is nothing to go back from; the place stays, so that nothing jumps. */}
          <div className="pairing-buttons">
            <button
              type="button"
              className={isSignedIn ? 'button is-away' : 'button'}
              onClick={onCancel}
              disabled={isSignedIn}
            >
              {i18n.text('common.cancel')}
            </button>
          </div>
        </div>
      </div>
    </main>
  );
}
