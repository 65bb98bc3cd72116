import type { ReactNode, SubmitEvent } from 'react';
import { usePlayerStore } from '../store/player-store.ts';
import { Brand } from '../ui/brand.tsx';
import { LanguageMenu } from '../ui/language-choice.tsx';
import { OrientationChoice } from '../ui/orientation-choice.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { PairingFields } from './pairing-fields.tsx';
import { ServerCheck } from './server-check.tsx';
import type { Pairing } from './use-pairing.ts';

/** The form: what to do and what was found on one side, what to fill in and the one button on the other. */
export function PairingFormView({
  pairing,
  onDoctor,
}: {
  readonly pairing: Pairing;
  readonly onDoctor: () => void;
}): ReactNode {
  const i18n = useI18n();
  const isOverContent = usePlayerStore((state) => state.pairingRequested && !state.firstRun);
  const dismiss = usePlayerStore((state) => state.dismissPairing);
  const { form, problem, probe, change } = pairing;
  const errorAt = (field: 'fingerprint' | null): string | null =>
    problem?.field === field ? i18n.failure(problem.failure) : null;
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void pairing.pair();
  };
  return (
    <main className="pairing-page scroller">
      <form className="pairing-form" noValidate onSubmit={onSubmit}>
        <header className="pairing-head">
          <Brand />
          <h1>{i18n.text('pairing.title')}</h1>
          <p className="lead">{i18n.text('pairing.intro')}</p>
        </header>
        <PairingFields pairing={pairing} onDoctor={onDoctor} />
        <div className="pairing-check">
          {probe !== null && (
            <ServerCheck
              probe={probe}
              confirmed={form.confirmed !== null && form.confirmed === probe.certificate?.fingerprint}
              plainConsent={form.plainConsent}
              error={errorAt('fingerprint')}
              onConfirmed={(yes) => {
                change({ confirmed: yes ? (probe.certificate?.fingerprint ?? null) : null });
              }}
              onPlainConsent={(plainConsent) => {
                change({ plainConsent });
              }}
            />
          )}
        </div>
        <div className="pairing-actions">
          <p className="error" role="alert">
            {errorAt(null)}
          </p>
          <div className="pairing-buttons">
            <button type="submit" className="button is-main">
              {i18n.text('pairing.connect')}
            </button>
            {isOverContent && (
              <button type="button" className="button" onClick={dismiss}>
                {i18n.text('common.cancel')}
              </button>
            )}
          </div>
        </div>
        <footer className="pairing-foot">
          <LanguageMenu />
          <OrientationChoice />
        </footer>
      </form>
    </main>
  );
}
