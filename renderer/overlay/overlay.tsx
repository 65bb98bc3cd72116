import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { Name } from '../ui/name.tsx';
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
import { SecurityTab } from './security-tab.tsx';
import { StatusTab } from './status-tab.tsx';
import { StorageTab } from './storage-tab.tsx';
import { Toast } from './toast.tsx';
import { useBridgeAction, type BridgeAction } from '../ui/use-bridge-action.ts';

/** The hidden settings over running content: a dialog that keeps the focus and gives it back. */
export function Overlay({ onClose }: { readonly onClose: () => void }): ReactNode {
  const i18n = useI18n();
  const snapshot = usePlayerStore((state) => state.snapshot);
  const dialog = useRef<HTMLDivElement>(null);
  // A PIN that is set meanwhile, from within, holds from the next time on.
  const [isOpen, setOpen] = useState(snapshot?.pin.isSet === false);
  const [tab, setTab] = useState<OverlayTab>('status');
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
      className={tab === 'display' ? 'overlay-scrim is-strip' : 'overlay-scrim'}
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
              <p className="quiet">
                <Name text={snapshot.player.name ?? snapshot.machineName} />
              </p>
            </div>
            <button type="button" className="button" onClick={onClose}>
              {i18n.text('common.close')}
            </button>
          </header>
          {isOpen ? (
            <OverlayContent snapshot={snapshot} tab={tab} setTab={setTab} />
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
function OverlayContent({
  snapshot,
  tab,
  setTab,
}: {
  readonly snapshot: Snapshot;
  readonly tab: OverlayTab;
  readonly setTab: (tab: OverlayTab) => void;
}): ReactNode {
  const action = useBridgeAction();
  const [runsDoctor, setRunsDoctor] = useState(false);
  const onTab = (next: OverlayTab, withDoctor = false): void => {
    setRunsDoctor(withDoctor);
    action.dismiss();
    setTab(next);
  };
  useEffect(() => {
    document.getElementById(tabId('status'))?.focus();
  }, []);
  return (
    <>
      <OverlayTabs tab={tab} onTab={onTab} />
      <div
        key={tab}
        id="overlay-panel"
        className="overlay-panel scroller"
        role="tabpanel"
        tabIndex={0}
        aria-labelledby={tabId(tab)}
      >
        <TabContent tab={tab} snapshot={snapshot} action={action} onTab={onTab} runsDoctor={runsDoctor} />
      </div>
      <Toast action={action} />
    </>
  );
}

interface TabContentProps {
  readonly tab: OverlayTab;
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
  readonly onTab: (tab: OverlayTab, withDoctor?: boolean) => void;
  readonly runsDoctor: boolean;
}

function TabContent({ tab, snapshot, action, onTab, runsDoctor }: TabContentProps): ReactNode {
  switch (tab) {
    case 'status':
      return (
        <StatusTab
          snapshot={snapshot}
          action={action}
          onTab={onTab}
          onDoctor={() => {
            onTab('server', true);
          }}
        />
      );
    case 'server':
      return <ServerTab snapshot={snapshot} action={action} onTab={onTab} runsDoctor={runsDoctor} />;
    case 'display':
      return <DisplayTab snapshot={snapshot} action={action} />;
    case 'storage':
      return <StorageTab snapshot={snapshot} action={action} />;
    case 'logs':
      return <LogsTab snapshot={snapshot} action={action} />;
    case 'security':
      return <SecurityTab snapshot={snapshot} action={action} />;
    case 'power':
      return <PowerTab snapshot={snapshot} action={action} />;
  }
}
