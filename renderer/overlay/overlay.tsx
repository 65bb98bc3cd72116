import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { DisplayTab } from './display-tab.tsx';
import { keepFocusIn } from './keep-focus-in.ts';
import { LogsTab } from './logs-tab.tsx';
import { OverlayTabs, tabId, type OverlayTab } from './overlay-tabs.tsx';
import './overlay.css';
import { PowerTab } from './power-tab.tsx';
import { ServerTab } from './server-tab.tsx';
import { StatusTab } from './status-tab.tsx';
import { StorageTab } from './storage-tab.tsx';
import { useRequest, type Asker } from './use-request.ts';

/** The hidden settings over running content: a dialog that keeps the focus and gives it back. */
export function Overlay({ onClose }: { readonly onClose: () => void }): ReactNode {
  const i18n = useI18n();
  const snapshot = usePlayerStore((state) => state.snapshot);
  const dialog = useRef<HTMLDivElement>(null);
  const [tab, setTab] = useState<OverlayTab>('status');
  const asker = useRequest(i18n);
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
      <Sheet className="overlay">
        <div className="overlay-frame">
          <header className="overlay-head">
            <div>
              <h1>{i18n.text('overlay.title')}</h1>
              <p className="quiet">{snapshot.player.name ?? snapshot.machineName}</p>
            </div>
            <button type="button" className="button" onClick={onClose}>
              {i18n.text('common.close')}
            </button>
          </header>
          <OverlayTabs tab={tab} onTab={setTab} />
          <div
            key={tab}
            id="overlay-panel"
            className="overlay-panel scroller"
            role="tabpanel"
            tabIndex={0}
            aria-labelledby={tabId(tab)}
          >
            <TabContent tab={tab} snapshot={snapshot} asker={asker} />
          </div>
          <p className={outcome?.isGood === false ? 'overlay-outcome is-bad' : 'overlay-outcome'} role="status">
            {outcome?.sentence}
          </p>
        </div>
      </Sheet>
    </div>
  );
}

interface TabContentProps {
  readonly tab: OverlayTab;
  readonly snapshot: Snapshot;
  readonly asker: Asker;
}

function TabContent({ tab, snapshot, asker }: TabContentProps): ReactNode {
  switch (tab) {
    case 'status':
      return <StatusTab snapshot={snapshot} />;
    case 'server':
      return <ServerTab snapshot={snapshot} asker={asker} />;
    case 'display':
      return <DisplayTab settings={snapshot.settings} asker={asker} />;
    case 'storage':
      return <StorageTab snapshot={snapshot} asker={asker} />;
    case 'logs':
      return <LogsTab settings={snapshot.settings} asker={asker} />;
    case 'power':
      return <PowerTab settings={snapshot.settings} asker={asker} />;
  }
}
