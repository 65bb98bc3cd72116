import type { ReactNode } from 'react';
import type { BridgeEvents, PairingStep } from '../../src/shared/bridge.ts';
import type { SyncProgress } from '../../src/shared/status.ts';
import type { I18n, MessageKey } from './i18n.ts';
import { useI18n } from './use-i18n.ts';

const steps: readonly PairingStep[] = ['reach', 'trust', 'sign-in', 'playlist', 'download', 'play'];

/** The list that ticks itself off while a screen is paired (EXPERIENCE). */
export function StepList({ now }: { readonly now: BridgeEvents['pairing-step'] | null }): ReactNode {
  const i18n = useI18n();
  const active = now === null ? -1 : steps.indexOf(now.step);
  return (
    <ol className="steps" aria-live="polite">
      {steps.map((step, place) => {
        const state = place < active ? 'is-done' : place === active ? 'is-active' : 'is-waiting';
        return (
          <li key={step} className={state} aria-current={place === active ? 'step' : undefined}>
            <span>
              {i18n.text(`step.${step}` as MessageKey)}
              <span className="only-read-out">, {i18n.text(`step.${state}` as MessageKey)}</span>
            </span>
            {place === active && now?.progress && (
              <span className="detail">{describeProgress(i18n, now.progress)}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Files, amount, rate and time left, as far as they are known. */
export function describeProgress(i18n: I18n, progress: SyncProgress): string {
  const { filesDone, filesTotal, bytesDone, bytesTotal, bytesPerSecond, secondsLeft } = progress;
  return [
    i18n.text('step.files', { filesDone, filesTotal }),
    bytesTotal === null
      ? i18n.bytes(bytesDone)
      : i18n.text('step.amount', { doneBytes: bytesDone, totalBytes: bytesTotal }),
    ...(bytesPerSecond > 0 ? [i18n.text('step.rate', { secondBytes: bytesPerSecond })] : []),
    ...(secondsLeft === null ? [] : [i18n.text('step.time-left', { time: i18n.duration(secondsLeft) })]),
  ].join(' · ');
}
