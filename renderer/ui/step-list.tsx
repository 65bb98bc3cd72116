import type { ReactNode } from 'react';
import type { BridgeEvents, PairingStep } from '../../src/shared/bridge.ts';
import type { SyncProgress } from '../../src/shared/status.ts';
import { Bar } from './bar.tsx';
import type { I18n } from './i18n.ts';
import { Icon } from './icon.tsx';
import { useI18n } from './use-i18n.ts';

const steps: readonly PairingStep[] = ['reach', 'trust', 'sign-in', 'playlist', 'download', 'play'];

/** The list that ticks itself off while a screen is paired. */
export function StepList({ now }: { readonly now: BridgeEvents['pairing-step'] | null }): ReactNode {
  const i18n = useI18n();
  const active = now === null ? 0 : steps.indexOf(now.step);
  return (
    <>
      <ol className="steps">
        {steps.map((step, place) => {
          const activeState = now?.failure === undefined ? 'is-active' : 'is-failed';
          const state = place < active ? 'is-done' : place === active ? activeState : 'is-waiting';
          return (
            <li key={step} className={state} aria-current={place === active ? 'step' : undefined}>
              <span className="mark">
                {state === 'is-done' && <Icon name="tick" />}
                {state === 'is-failed' && <Icon name="cross" />}
              </span>
              <span>
                {i18n.text(`step.${step}`)}
                <span className="only-read-out">, {i18n.text(`step.${state}`)}</span>
              </span>
              {place === active && now?.progress && <Progress progress={now.progress} />}
              {place === active && now?.failure && (
                <span className="step-failure">{i18n.failure(now.failure)}</span>
              )}
            </li>
          );
        })}
      </ol>
      {/* Each step once, not the bytes that go by. */}
      <p className="only-read-out" role="status">
        {i18n.text(`step.${steps[active] ?? 'reach'}`)}
        {now?.failure && `, ${i18n.text('step.is-failed')}: ${i18n.failure(now.failure)}`}
      </p>
    </>
  );
}

/** A download's bar, with its numbers below. */
export function Progress({ progress }: { readonly progress: SyncProgress }): ReactNode {
  const i18n = useI18n();
  const { filesDone, filesTotal, bytesDone, bytesTotal } = progress;
  const [value, max] = bytesTotal === null ? [filesDone, filesTotal] : [bytesDone, bytesTotal];
  return (
    <span className="progress">
      <Bar role="progressbar" label={i18n.text('step.download')} value={value} max={max} />
      {describeProgress(i18n, progress)}
    </span>
  );
}

/** A number stays with its unit; lines break between the figures. */
const NO_BREAK_SPACE = '\u00a0';

/** Files, amount, rate and time left, as far as they are known. */
function describeProgress(i18n: I18n, progress: SyncProgress): string {
  const { filesDone, filesTotal, bytesDone, bytesTotal, bytesPerSecond, secondsLeft } = progress;
  return [
    i18n.text('step.files', { filesDone, filesTotal }),
    bytesTotal === null
      ? i18n.bytes(bytesDone)
      : i18n.text('step.amount', { doneBytes: bytesDone, totalBytes: bytesTotal }),
    ...(bytesPerSecond > 0 ? [i18n.text('step.rate', { secondBytes: bytesPerSecond })] : []),
    ...(secondsLeft === null ? [] : [i18n.text('step.time-left', { time: i18n.duration(secondsLeft) })]),
  ]
    .map((part) => part.replaceAll(' ', NO_BREAK_SPACE))
    .join(`${NO_BREAK_SPACE}· `);
}
