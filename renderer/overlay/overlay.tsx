import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import type { I18n } from '../ui/i18n.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { useLocking } from '../ui/use-locking.ts';
import { DisplayTab } from './display-tab.tsx';
import { keepFocusIn } from './keep-focus-in.ts';
import { LogsTab } from './logs-tab.tsx';
import { OverlayTabs, tabId, type OverlayTab } from './overlay-tabs.tsx';
import './overlay.css';
import { PinPad } from './pin-pad.tsx';
import { PowerTab } from './power-tab.tsx';
import { ServerTab } from './server-tab.tsx';
import { StatusTab } from './status-tab.tsx';
import { StorageTab } from './storage-tab.tsx';
import { useBridgeAction, type BridgeAction } from '../ui/use-bridge-action.ts';

/** The hidden settings over running content: a dialog that keeps the focus and gives it back. */
export function Overlay({ onClose }: { readonly onClose: () => void }): ReactNode {
  const i18n = useI18n();
  const snapshot = usePlayerStore((state) => state.snapshot);
  const dialog = useRef<HTMLDivElement>(null);
  // A PIN that is set meanwhile, from within, holds from the next time on.
  const [isOpen, setOpen] = useState(snapshot?.pin.isSet === false);
  useLocking();
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement) before.focus();
    },
    [before],
  );
  if (snapshot === null) return null;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab' && dialog.current !== null) keepFocusIn(dialog.current, event);
  };
  return (
    <div
      ref={dialog}
      className="overlay-scrim"
      role="dialog"
      aria-modal="true"
      aria-label={i18n.text('overlay.title')}
      onKeyDown={onKeyDown}
    >
      <Sheet className={isOpen ? 'overlay' : 'overlay is-locked'}>
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
          {isOpen ? (
            <OverlayContent snapshot={snapshot} i18n={i18n} />
          ) : (
            <PinPad
              pin={snapshot.pin}
              onOpen={() => {
                setOpen(true);
              }}
            />
          )}
        </div>
      </Sheet>
    </div>
  );
}

/** The tabs, the one that is chosen, and how the last request went. */
function OverlayContent({ snapshot, i18n }: { readonly snapshot: Snapshot; readonly i18n: I18n }): ReactNode {
  const [tab, setTab] = useState<OverlayTab>('status');
  const action = useBridgeAction(i18n);
  useEffect(() => {
    document.getElementById(tabId('status'))?.focus();
  }, []);
  const { outcome } = action;
  return (
    <>
      <OverlayTabs tab={tab} onTab={setTab} />
      <div
        key={tab}
        id="overlay-panel"
        className="overlay-panel scroller"
        role="tabpanel"
        tabIndex={0}
        aria-labelledby={tabId(tab)}
      >
        <TabContent tab={tab} snapshot={snapshot} action={action} onTab={setTab} />
      </div>
      <p className={outcome?.isGood === false ? 'overlay-outcome is-bad' : 'overlay-outcome'} role="status">
        {outcome?.sentence}
      </p>
    </>
  );
}

interface TabContentProps {
  readonly tab: OverlayTab;
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
  readonly onTab: (tab: OverlayTab) => void;
}

function TabContent({ tab, snapshot, action, onTab }: TabContentProps): ReactNode {
  switch (tab) {
    case 'status':
      return <StatusTab snapshot={snapshot} />;
    case 'server':
      return <ServerTab snapshot={snapshot} action={action} onTab={onTab} />;
    case 'display':
      return <DisplayTab settings={snapshot.settings} action={action} />;
    case 'storage':
      return <StorageTab snapshot={snapshot} action={action} />;
    case 'logs':
      return <LogsTab settings={snapshot.settings} action={action} />;
    case 'power':
      return <PowerTab snapshot={snapshot} action={action} />;
  }
}
