import { useEffect, useRef, type ReactNode } from 'react';
import type { LogEntry } from '../../src/shared/bridge.ts';
import { logLevels } from '../../src/shared/settings-schema.ts';
import type { VisibleSettings } from '../../src/shared/settings-schema.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { ActionRow } from './action-row.tsx';
import { useAnswer } from './use-answer.ts';
import type { BridgeAction } from '../ui/use-bridge-action.ts';

const LINES = 200;
const READ_EVERY_MS = 2_000;

/** The newest lines of the log as they are written, and how much is written. */
export function LogsTab({
  settings,
  action,
}: {
  readonly settings: VisibleSettings;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const answer = useAnswer('read-log', { count: LINES }, READ_EVERY_MS);
  return (
    <>
      <ChoiceField
        label={i18n.text('power.log-level')}
        choices={logLevels}
        chosen={settings.logLevel}
        nameOf={(choice) => i18n.text(`power.log-level.${choice}`)}
        onChoice={(choice) => void action.run('change-setting', { name: 'logLevel', value: choice })}
      />
      {answer?.ok === false && <p className="error">{i18n.failure(answer.error)}</p>}
      {answer?.ok === true && answer.value.length === 0 && <p className="quiet">{i18n.text('logs.empty')}</p>}
      {answer?.ok === true && answer.value.length > 0 && <LogTail lines={answer.value} />}
      <p className="hint">{i18n.text('logs.live')}</p>
      <ActionRow explain={i18n.text('logs.export.explain')}>
        <button
          type="button"
          className="button"
          onClick={() =>
            void action.run('export-diagnostics', {}, ({ path }) => i18n.text('logs.exported', { path }))
          }
        >
          {i18n.text('logs.export')}
        </button>
      </ActionRow>
      <ActionRow explain={i18n.text('logs.plays.explain')}>
        <button
          type="button"
          className="button"
          onClick={() =>
            void action.run('export-plays', {}, ({ path, records }) =>
              i18n.text('logs.plays-exported', { path, count: records }),
            )
          }
        >
          {i18n.text('logs.plays')}
        </button>
      </ActionRow>
    </>
  );
}

/** Follows the newest line, unless somebody scrolled up to read an older one. */
function LogTail({ lines }: { readonly lines: readonly LogEntry[] }): ReactNode {
  const i18n = useI18n();
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines]);
  return (
    <ol
      ref={list}
      className="log scroller"
      tabIndex={0}
      aria-label={i18n.text('logs.lines')}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 32;
      }}
    >
      {lines.map(({ time, level, message, facts }, place) => (
        <li key={`${time} ${place}`} className={`is-${level}`}>
          <time dateTime={time}>{i18n.time(time)}</time>
          <b>{i18n.text(`log.level.${level}`)}</b>
          <span>
            {message}
            {Object.entries(facts).map(([name, value]) => (
              <span key={name} className="fact">{` ${name}=${String(value)}`}</span>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}
