import { useEffect, useRef, type ReactNode } from 'react';
import { useI18n } from '../ui/use-i18n.ts';

interface PageInPlaceProps {
  readonly title: string;
  readonly explain: string;
  readonly onBack: () => void;
  /** What else can be pressed beside the way back. */
  readonly buttons?: ReactNode;
  /** Of the part that scrolls. */
  readonly className?: string;
  readonly children: ReactNode;
}

/** A page that stands in place of the pairing form, which keeps what was typed; the way back has the focus. */
export function PageInPlace(props: PageInPlaceProps): ReactNode {
  const { title, explain, onBack, buttons, className = '', children } = props;
  const i18n = useI18n();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
  }, []);
  return (
    <main className="doctor-page">
      <header className="doctor-head">
        <div>
          <h1>{title}</h1>
          <p className="quiet">{explain}</p>
        </div>
        <div className="pairing-buttons">
          {buttons}
          <button ref={back} type="button" className="button" onClick={onBack}>
            {i18n.text('common.back')}
          </button>
        </div>
      </header>
      <div className={`scroller ${className}`.trim()} tabIndex={0} role="region" aria-label={title}>
        {children}
      </div>
    </main>
  );
}
