import type { ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import type { I18n } from '../ui/i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Progress } from '../ui/step-list.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { Facts } from './facts.tsx';
import { CacheUse } from './storage-tab.tsx';

/** What the player does right now, and what is wrong. */
export function StatusTab({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const { progress } = snapshot;
  return (
    <>
      <Tiles snapshot={snapshot} />
      <Problems problems={snapshot.problems} />
      {progress !== null && <Progress progress={progress} />}
      <CacheUse snapshot={snapshot} />
      <Details snapshot={snapshot} />
    </>
  );
}

/** The three things that a technician looks for first. */
function Tiles({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const i18n = useI18n();
  const { current, connection, lastContact } = snapshot;
  return (
    <dl className="tiles">
      <Tile
        name={i18n.text('status.now-playing')}
        value={current?.fileName ?? i18n.text(`status.state.${snapshot.state}`)}
        more={current === null ? null : i18n.text('status.since', { moment: i18n.moment(current.since) })}
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
      />
    </dl>
  );
}

function Tile({
  name,
  value,
  more,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly more: string | null;
}): ReactNode {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd className="tile-value">{value}</dd>
      {more !== null && more !== '' && <dd className="tile-more">{more}</dd>}
    </div>
  );
}

function Problems({ problems }: { readonly problems: Snapshot['problems'] }): ReactNode {
  const i18n = useI18n();
  return (
    <section aria-live="polite" className={problems.length === 0 ? 'all-well' : 'note is-caution'}>
      {problems.length === 0 ? (
        <p>
          <Icon name="tick" /> {i18n.text('status.no-problems')}
        </p>
      ) : (
        <>
          <h2>{i18n.text('status.problems')}</h2>
          <ul className="problems">
            {problems.map((problem, place) => (
              <li key={`${problem.code} ${place}`}>{i18n.failure(problem)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Details({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const i18n = useI18n();
  const { current, trust, outbox } = snapshot;
  return (
    <Facts
      rows={[
        [i18n.text('status.state'), current === null ? null : i18n.text(`status.state.${snapshot.state}`)],
        [
          i18n.text('status.certificate'),
          trust.current === null ? null : daysLeft(i18n, trust.current.daysLeft),
        ],
        [
          i18n.text('status.queue'),
          outbox.oldest === null
            ? i18n.number(outbox.pending)
            : `${i18n.number(outbox.pending)}, ${i18n.text('status.queue.oldest', { moment: i18n.moment(outbox.oldest) })}`,
        ],
        [i18n.text('status.secrets'), secretsLine(i18n, snapshot.secretBackend)],
        [
          i18n.text('status.player'),
          i18n.text('status.version', { version: snapshot.appVersion, shell: snapshot.shell }),
        ],
        [i18n.text('status.running-since'), i18n.moment(snapshot.startedAt)],
      ]}
    />
  );
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

function daysLeft(i18n: I18n, days: number): string {
  return days < 0
    ? i18n.text('status.certificate.expired')
    : i18n.text('status.certificate.days-left', { days });
}

function secretsLine(i18n: I18n, backend: string): string {
  const known = ['key-file', 'keyring', 'dpapi', 'keychain', 'basic_text'] as const;
  const named = known.find((one) => one === backend);
  return named === undefined ? backend : i18n.text(`status.secrets.${named}`);
}
