import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { usePlayerStore } from '../store/player-store.ts';
import { useI18n } from '../ui/use-i18n.ts';
import '../ui/controls.css';
import { DisplayTab } from './display-tab.tsx';
import './overlay.css';
import { PowerTab } from './power-tab.tsx';
import { ServerTab } from './server-tab.tsx';
import { StatusTab } from './status-tab.tsx';
import { StorageTab } from './storage-tab.tsx';
import { useRequest } from './use-request.ts';

const tabs = ['status', 'server', 'display', 'storage', 'power'] as const;
type Tab = (typeof tabs)[number];

/** The hidden settings over running content: a dialog that keeps the focus and gives it back. */
export function Overlay({ onClose }: { readonly onClose: () => void }): ReactNode {
  const i18n = useI18n();
  const snapshot = usePlayerStore((state) => state.snapshot);
  const dialog = useRef<HTMLDivElement>(null);
  const [tab, setTab] = useState<Tab>('status');
  const asker = useRequest();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  if (snapshot === null) return null;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab' && dialog.current !== null) keepFocusIn(dialog.current, event);
  };
  const onTabKey = (event: KeyboardEvent): void => {
    const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (move === undefined) return;
    const next = tabs[(tabs.indexOf(tab) + move + tabs.length) % tabs.length] ?? tab;
    setTab(next);
    document.getElementById(`overlay-tab-${next}`)?.focus();
  };
  const { outcome } = asker;
  return (
    <div
      ref={dialog}
      className="overlay-scrim"
      role="dialog"
      aria-modal="true"
      aria-label={i18n.text('overlay.title')}
      onKeyDown={onKeyDown}
    >
      <div className="sheet overlay">
        <header className="overlay-head">
          <h1>{i18n.text('overlay.title')}</h1>
          <button type="button" className="button" onClick={onClose}>
            {i18n.text('common.close')}
          </button>
        </header>
        <div className="overlay-tabs" role="tablist" aria-label={i18n.text('overlay.title')}>
          {tabs.map((name) => (
            <button
              key={name}
              id={`overlay-tab-${name}`}
              type="button"
              role="tab"
              className="overlay-tab"
              aria-selected={name === tab}
              aria-controls="overlay-panel"
              tabIndex={name === tab ? 0 : -1}
              onKeyDown={onTabKey}
              onClick={() => {
                setTab(name);
              }}
            >
              {i18n.text(`overlay.tab.${name}`)}
            </button>
          ))}
        </div>
        <div
          id="overlay-panel"
          className="overlay-panel"
          role="tabpanel"
          tabIndex={0}
          aria-labelledby={`overlay-tab-${tab}`}
        >
          {tab === 'status' && <StatusTab snapshot={snapshot} />}
          {tab === 'server' && <ServerTab snapshot={snapshot} asker={asker} />}
          {tab === 'display' && <DisplayTab settings={snapshot.settings} asker={asker} />}
          {tab === 'storage' && <StorageTab snapshot={snapshot} asker={asker} />}
          {tab === 'power' && <PowerTab settings={snapshot.settings} asker={asker} />}
        </div>
        <p className="overlay-outcome" role="status">
          {outcome === 'done' && i18n.text('overlay.done')}
          {outcome !== null && outcome !== 'done' && <span className="error">{i18n.failure(outcome)}</span>}
        </p>
      </div>
    </div>
  );
}

/** Tab goes round inside the dialog; what is beneath cannot be reached. */
function keepFocusIn(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = [
    ...dialog.querySelectorAll<HTMLElement>('button, input, select, [tabindex]:not([tabindex="-1"])'),
  ].filter((element) => element.tabIndex >= 0 && !element.hasAttribute('disabled'));
  const first = stops[0];
  const last = stops.at(-1);
  const leaving = event.shiftKey ? first : last;
  if (document.activeElement !== leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
