import type { ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import type { I18n } from '../ui/i18n.ts';
import { describeProgress } from '../ui/step-list.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { Facts } from './facts.tsx';

/** What the player does right now, and what is wrong. */
export function StatusTab({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const i18n = useI18n();
  const { current, playlist, trust, outbox, problems } = snapshot;
  return (
    <>
      <section aria-live="polite">
        <h2>{i18n.text('status.problems')}</h2>
        {problems.length === 0 && <p className="quiet">{i18n.text('status.no-problems')}</p>}
        <ul className="problems">
          {problems.map((problem, place) => (
            <li key={`${problem.code} ${place}`}>{i18n.failure(problem)}</li>
          ))}
        </ul>
      </section>
      <Facts
        rows={[
          [i18n.text('status.state'), i18n.text(`status.state.${snapshot.state}`)],
          [i18n.text('status.connection'), i18n.text(`status.connection.${snapshot.connection}`)],
          [
            i18n.text('status.now-playing'),
            current === null
              ? i18n.text('common.none')
              : `${current.fileName}, ${i18n.text('status.since', { moment: i18n.moment(current.since) })}`,
          ],
          [i18n.text('status.playlist'), playlistLine(i18n, snapshot)],
          [i18n.text('status.playlist.offered'), playlist.offered],
          [i18n.text('status.playlist.staged'), playlist.staged],
          [
            i18n.text('step.download'),
            snapshot.progress === null ? null : describeProgress(i18n, snapshot.progress),
          ],
          [
            i18n.text('status.last-contact'),
            snapshot.lastContact === null ? i18n.text('common.none') : i18n.moment(snapshot.lastContact),
          ],
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
    </>
  );
}

function playlistLine(i18n: I18n, { playlist }: Snapshot): string {
  const items = i18n.text('status.playlist.items', { items: playlist.items });
  return playlist.version === null
    ? items
    : `${items}, ${i18n.text('status.playlist.version', { version: playlist.version })}`;
}

function daysLeft(i18n: I18n, days: number): string {
  return days < 0
    ? i18n.text('status.certificate.expired')
    : i18n.text('status.certificate.days-left', { days });
}

function secretsLine(i18n: I18n, backend: string): string {
  if (backend === 'key-file') return i18n.text('status.secrets.key-file');
  return backend === 'basic_text' ? i18n.text('status.secrets.basic_text') : backend;
}
