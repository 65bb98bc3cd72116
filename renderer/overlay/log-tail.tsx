import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { LogEntry } from '../../src/shared/bridge.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { shortenIds } from './filter-log.ts';

/** So near to the end, px, the list still follows what comes. */
const NEAR = 32;

/** Follows the newest line, unless somebody scrolled up to read an older one; a lamp says which, and leads back. */
export function LogTail({
  lines,
  isRead,
}: {
  readonly lines: readonly LogEntry[];
  /** The log was read, so that no lines means that there are none. */
  readonly isRead: boolean;
}): ReactNode {
  const i18n = useI18n();
  const list = useRef<HTMLOListElement>(null);
  const [follows, setFollows] = useState(true);
  useEffect(() => {
    if (follows) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines, follows]);
  return (
    <div className="log-frame">
      <ol
        ref={list}
        className="log scroller"
        tabIndex={0}
        aria-label={i18n.text('logs.lines')}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          setFollows(scrollHeight - scrollTop - clientHeight < NEAR);
        }}
      >
        {lines.map(({ time, level, message, facts }, place) => (
          <li key={`${time} ${place}`} className={`is-${level}`}>
            <time dateTime={time}>{i18n.time(time)}</time>
            <b>{i18n.text(`log.level.${level}`)}</b>
            <span>
              {shortenIds(message)}
              {Object.entries(facts).map(([name, value]) => (
                <span key={name} className="fact">{` ${name}=${shortenIds(String(value))}`}</span>
              ))}
            </span>
          </li>
        ))}
      </ol>
      {isRead && lines.length === 0 && <p className="quiet log-empty">{i18n.text('logs.empty')}</p>}
      <button
        type="button"
        className="button is-small log-lamp"
        aria-pressed={follows}
        onClick={() => {
          setFollows(!follows);
        }}
      >
        <span className={follows ? 'lamp is-online' : 'lamp is-offline'}>{i18n.text('logs.follow')}</span>
      </button>
    </div>
  );
}
