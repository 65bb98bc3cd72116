import { useState, type ReactNode } from 'react';
import { logLevels } from '../../src/shared/settings-schema.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Field } from '../ui/field.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { DiagnosticsExport } from './diagnostics-export.tsx';
import { filterLog, type LogFilter } from './filter-log.ts';
import { LogTail } from './log-tail.tsx';
import { useAnswer } from './use-answer.ts';

const LINES = 500;
const READ_EVERY_MS = 2_000;

/** The log as it is written, what of it is looked for, and the ways to take it along. */
export function LogsTab({
  snapshot,
  action,
}: {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const [filter, setFilter] = useState<LogFilter>({ level: 'debug', text: '' });
  const answer = useAnswer('read-log', { count: LINES }, READ_EVERY_MS);
  const [isExporting, setIsExporting] = useState(false);
  const lines = answer?.ok === true ? filterLog(answer.value, filter) : [];
  if (isExporting) {
    return (
      <DiagnosticsExport
        snapshot={snapshot}
        onBack={() => {
          setIsExporting(false);
        }}
      />
    );
  }
  return (
    <div className="logs">
      <div className="logs-filter">
        <Field
          label={i18n.text('logs.filter')}
          keyboard="text"
          maxLength={100}
          value={filter.text}
          error={null}
          onText={(text) => {
            setFilter({ ...filter, text });
          }}
        />
        <ChoiceField
          label={i18n.text('logs.show')}
          choices={logLevels}
          chosen={filter.level}
          nameOf={(choice) => i18n.text(`power.log-level.${choice}`)}
          onChoice={(level) => {
            setFilter({ ...filter, level });
          }}
        />
      </div>
      {answer?.ok === false && <p className="error">{i18n.failure(answer.error)}</p>}
      <LogTail lines={lines} isRead={answer?.ok === true} />
      <div className="logs-actions">
        <button
          type="button"
          className="button is-small"
          title={i18n.text('logs.export.explain')}
          onClick={() => {
            setIsExporting(true);
          }}
        >
          {i18n.text('logs.export')}
        </button>
        <button
          type="button"
          className="button is-small"
          title={i18n.text('logs.plays.explain')}
          onClick={() =>
            void action.run('export-plays', {}, ({ path, records }, texts) =>
              texts.text('logs.plays-exported', { path, count: records }),
            )
          }
        >
          {i18n.text('logs.plays')}
        </button>
        <ChoiceField
          label={i18n.text('power.log-level')}
          choices={logLevels}
          chosen={snapshot.settings.logLevel}
          nameOf={(choice) => i18n.text(`power.log-level.${choice}`)}
          onChoice={(choice) => void action.run('change-setting', { name: 'logLevel', value: choice })}
        />
      </div>
    </div>
  );
}
