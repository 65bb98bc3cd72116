import type { KeyboardEvent, ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';
import { useI18n } from '../ui/use-i18n.ts';

const overlayTabs = ['status', 'server', 'display', 'storage', 'logs', 'security', 'power'] as const;
export type OverlayTab = (typeof overlayTabs)[number];

/** The id of a tab, for the panel that it labels. */
export function tabId(tab: OverlayTab): string {
  return `overlay-tab-${tab}`;
}

/** The tabs; the arrow keys go from one to the next, as in every list of tabs. */
export function OverlayTabs({
  tab,
  onTab,
}: {
  readonly tab: OverlayTab;
  readonly onTab: (tab: OverlayTab) => void;
}): ReactNode {
  const i18n = useI18n();
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = overlayTabs[placeAfter(event.key, overlayTabs.indexOf(tab))];
    if (next === undefined) return;
    event.preventDefault();
    onTab(next);
    document.getElementById(tabId(next))?.focus();
  };
  return (
    <div className="overlay-tabs" role="tablist" aria-label={i18n.text('overlay.title')}>
      {overlayTabs.map((name) => (
        <button
          key={name}
          id={tabId(name)}
          type="button"
          role="tab"
          className="overlay-tab"
          aria-selected={name === tab}
          aria-controls="overlay-panel"
          tabIndex={name === tab ? 0 : -1}
          onKeyDown={onKeyDown}
          onClick={() => {
            onTab(name);
          }}
        >
          <Icon name={name} />
          <span>{i18n.text(`overlay.tab.${name}`)}</span>
        </button>
      ))}
    </div>
  );
}

/** Where a key leads to from a tab; -1 for a key that leads nowhere. */
function placeAfter(key: string, place: number): number {
  const count = overlayTabs.length;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (place + 1) % count;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (place + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
