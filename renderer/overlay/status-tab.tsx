import type { ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import type { I18n } from '../ui/i18n.ts';
import { Name } from '../ui/name.tsx';
import { Progress } from '../ui/step-list.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import type { OverlayTab } from './overlay-tabs.tsx';
import type { ProblemAction } from '../../src/shared/problem-actions.ts';
import { ProblemList } from './problem-list.tsx';
import { StatusFacts } from './status-facts.tsx';
import { CacheUse } from './storage-tab.tsx';

interface StatusTabProps {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
  readonly onTab: (tab: OverlayTab) => void;
  /** The connection doctor is to look, where its report is shown. */
  readonly onDoctor: () => void;
}

/** Is this screen well, and if not, what mends it? */
export function StatusTab({ snapshot, action, onTab, onDoctor }: StatusTabProps): ReactNode {
  const requestPairing = usePlayerStore((state) => state.requestPairing);
  const { progress } = snapshot;
  const onAction = (wanted: ProblemAction): void => {
    const done: Readonly<Record<ProblemAction, () => void>> = {
      compare: () => {
        onTab('server');
      },
      storage: () => {
        onTab('storage');
      },
      doctor: onDoctor,
      pair: requestPairing,
      fetch: () => void action.run('sync-now', {}),
      retry: () => void action.run('retry-items', {}),
      'keep-awake': () => void action.run('change-setting', { name: 'keepAwake', value: true }),
    };
    done[wanted]();
  };
  return (
    <>
      <ProblemList problems={snapshot.problems} onAction={onAction} />
      <Tiles snapshot={snapshot} action={action} />
      {progress !== null && <Progress progress={progress} />}
      <CacheUse snapshot={snapshot} />
      <StatusFacts snapshot={snapshot} />
    </>
  );
}

/** The three things that a technician looks for first. */
function Tiles({ snapshot, action }: Pick<StatusTabProps, 'snapshot' | 'action'>): ReactNode {
  const i18n = useI18n();
  const { current, connection, lastContact } = snapshot;
  return (
    <dl className="tiles">
      <Tile
        name={i18n.text('status.now-playing')}
        value={
          current === null ? i18n.text(`status.state.${snapshot.state}`) : <Name text={current.fileName} />
        }
        more={current === null ? null : playsLine(i18n, current)}
      />
      <Tile
        name={i18n.text('status.connection')}
        value={
          <span className={`lamp is-${connection}`}>{i18n.text(`status.connection.${connection}`)}</span>
        }
        more={
          lastContact === null ? null : `${i18n.text('status.last-contact')}: ${i18n.moment(lastContact)}`
        }
      />
      <Tile
        name={i18n.text('status.playlist')}
        value={i18n.text('status.playlist.items', { items: snapshot.playlist.items })}
        more={versionsLine(i18n, snapshot.playlist)}
      >
        <button
          type="button"
          className="button is-small"
          onClick={() => void action.run('sync-now', {}, (_, texts) => texts.text('status.fetched'))}
        >
          {i18n.text('status.action.fetch')}
        </button>
      </Tile>
    </dl>
  );
}

function Tile({
  name,
  value,
  more,
  children,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly more: string | null;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd className="tile-value">{value}</dd>
      {more !== null && more !== '' && <dd className="tile-more">{more}</dd>}
      {children !== undefined && <dd className="tile-action">{children}</dd>}
    </div>
  );
}

function playsLine(i18n: I18n, { since, until }: NonNullable<Snapshot['current']>): string {
  const from = i18n.text('status.since', { moment: i18n.time(since) });
  return until === null ? from : `${from}, ${i18n.text('status.until', { moment: i18n.time(until) })}`;
}

/** Which version plays, and the one that is offered or waits where it is another. */
function versionsLine(i18n: I18n, { version, offered, staged }: Snapshot['playlist']): string {
  return [
    version === null ? '' : i18n.text('status.playlist.version', { version }),
    offered === null || offered === version ? '' : `${i18n.text('status.playlist.offered')}: ${offered}`,
    staged === null ? '' : `${i18n.text('status.playlist.staged')}: ${staged}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
