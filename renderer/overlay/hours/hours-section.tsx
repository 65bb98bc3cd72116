import { useState, type ReactNode } from 'react';
import type { Snapshot } from '../../../src/shared/status.ts';
import { ChoiceField } from '../../ui/choice-field.tsx';
import type { I18n } from '../../ui/i18n.ts';
import { Tick } from '../../ui/tick.tsx';
import type { BridgeAction } from '../../ui/use-bridge-action.ts';
import { useI18n } from '../../ui/use-i18n.ts';
import { ActionRow } from '../action-row.tsx';
import { Section } from '../section.tsx';
import { ALWAYS, hoursOfText, USUAL_HOURS } from './edit-hours.ts';
import './hours.css';
import { HoursEditor } from './hours-editor.tsx';
import { WeekBars } from './week-bars.tsx';

interface HoursSectionProps {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}

const kinds = ['server', 'always', 'own'] as const;

/** When the panel is on: as the server says, always, or by hours that are drawn and changed here. */
export function HoursSection({ snapshot, action }: HoursSectionProps): ReactNode {
  const i18n = useI18n();
  const { settings, panel } = snapshot;
  /** What was asked for last, over what was in force; the next change builds on it, also before the player has answered. */
  const [asked, setAsked] = useState<{ readonly text: string; readonly over: string } | null>(null);
  const isOnItsWay = asked?.over === settings.screenHours && action.outcome?.isGood !== false;
  const text = isOnItsWay ? asked.text : settings.screenHours;
  const kind = text === '' ? 'server' : text === ALWAYS ? 'always' : 'own';
  const change = (value: string): void => {
    setAsked({ text: value, over: settings.screenHours });
    void action.run('change-setting', { name: 'screenHours', value }, () => '');
  };
  const served = panel.hours?.by === 'server' ? panel.hours.text : null;
  const values = { server: '', always: ALWAYS, own: served ?? USUAL_HOURS };
  return (
    <Section title={i18n.text('power.section.hours')}>
      <ChoiceField
        label={i18n.text('power.hours.when')}
        choices={kinds}
        chosen={kind}
        nameOf={(choice) => i18n.text(`power.hours.${choice}`)}
        onChoice={(choice) => {
          if (choice !== kind) change(values[choice]);
        }}
      />
      <p className="hint">{i18n.text('power.hours.explain')}</p>
      {kind === 'own' && <HoursEditor hours={hoursOfText(text)} onHours={change} />}
      {kind === 'server' && served !== null && <WeekBars hours={hoursOfText(served)} choice={null} />}
      {kind === 'server' && served === null && <p className="hint">{i18n.text('power.hours.server.none')}</p>}
      <PanelLines panel={panel} i18n={i18n} />
      <ActionRow explain={i18n.text('power.hours.closed.explain')}>
        <Tick
          role="switch"
          label={i18n.text('power.hours.closed')}
          checked={settings.screenOffWhenClosed}
          onChecked={(value) => void action.run('change-setting', { name: 'screenOffWhenClosed', value })}
        />
      </ActionRow>
    </Section>
  );
}

/** What the panel does now, and what it said when it was last told something. */
function PanelLines({ panel, i18n }: { readonly panel: Snapshot['panel']; readonly i18n: I18n }): ReactNode {
  const { answer } = panel;
  return (
    <div className="panel-lines">
      {stateLine(i18n, panel).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {answer !== null && (
        <p className={answer.verified === 'no' ? 'is-wrong' : 'quiet'}>{answerLine(i18n, answer)}</p>
      )}
    </div>
  );
}

function stateLine(i18n: I18n, { state, reason, until }: Snapshot['panel']): readonly string[] {
  if (reason === 'clock-wrong') return [i18n.text('power.hours.clock-wrong')];
  if (reason === 'in-use') return [i18n.text('power.hours.in-use')];
  if (until === null) return [];
  return [i18n.text(`power.hours.until.${state}`, { moment: i18n.moment(until) })];
}

function answerLine(i18n: I18n, answer: NonNullable<Snapshot['panel']['answer']>): string {
  const { means, asked, verified, at } = answer;
  const moment = i18n.moment(at);
  if (means === 'black') return i18n.text(`power.panel.black.${asked}`, { moment });
  const told = i18n.text(`power.panel.told.${asked}`, { means, moment });
  return `${told} ${i18n.text(`power.panel.verified.${verified}`)}`;
}
