import {
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  type SubmitEvent,
} from 'react';
import { usePlayerStore } from '../store/player-store.ts';
import { Brand } from '../ui/brand.tsx';
import { LanguageMenu } from '../ui/language-choice.tsx';
import { Icon } from '../ui/icon.tsx';
import { nextEmptyField } from '../ui/keyboard/next-empty-field.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { MachineCard } from './machine-card.tsx';
import { OrientationMenu } from './orientation-menu.tsx';
import { PairingFields } from './pairing-fields.tsx';
import type { PairingFormProps } from './pairing-form-props.ts';
import { ServerCheck } from './server-check.tsx';
import type { PairingProblem } from './use-pairing.ts';

/** The form: what to do and what was found on one side, what to fill in and the one button on the other. */
export function PairingFormView(props: PairingFormProps): ReactNode {
  const { pairing, returnedFrom, onOpen } = props;
  const i18n = useI18n();
  const isOverContent = usePlayerStore((state) => state.pairingRequested && !state.firstRun);
  const dismiss = usePlayerStore((state) => state.dismissPairing);
  const { form, problem, probe, change } = pairing;
  const element = useRef<HTMLFormElement>(null);
  useFocusOnProblem(element, problem);
  const errorAt = (field: 'fingerprint' | null): string | null =>
    problem?.field === field ? i18n.failure(problem.failure) : null;
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void pairing.pair();
  };
  return (
    <main className="pairing-page scroller">
      <form ref={element} className="pairing-form" noValidate onSubmit={onSubmit} onKeyDown={goOnByEnter}>
        <header className="pairing-head">
          <div className="pairing-words">
            <Brand />
            <h1>{i18n.text('pairing.title')}</h1>
            <p className="lead">{i18n.text('pairing.intro')}</p>
          </div>
          <MachineCard />
        </header>
        <PairingFields {...props} />
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
            {isOverContent ? (
              <button type="button" className="button" onClick={dismiss}>
                {i18n.text('common.cancel')}
              </button>
            ) : (
              <button
                type="button"
                className="button"
                autoFocus={returnedFrom === 'show-me'}
                onClick={() => {
                  onOpen('show-me');
                }}
              >
                <Icon name="play" />
                {i18n.text('show-me')}
              </button>
            )}
          </div>
        </div>
        <footer className="pairing-foot">
          <LanguageMenu />
          <button
            type="button"
            className="button"
            autoFocus={returnedFrom === 'network' || returnedFrom === 'proxy'}
            onClick={() => {
              onOpen('network');
            }}
          >
            <Icon name="wifi" />
            {i18n.text('network.title')}
          </button>
          <OrientationMenu />
        </footer>
      </form>
    </main>
  );
}

/** Enter in a field leads to the next empty one; in the last it sends the form. */
function goOnByEnter(event: KeyboardEvent): void {
  const { target } = event;
  if (event.key !== 'Enter' || !(target instanceof HTMLInputElement)) return;
  const next = target.dataset['keyboard'] === undefined ? null : nextEmptyField(target);
  if (next === null) return;
  event.preventDefault();
  next.focus();
}

/** Leads a keyboard, and whoever listens, to what must be put right. */
function useFocusOnProblem(form: RefObject<HTMLFormElement | null>, problem: PairingProblem | null): void {
  // In the same turn, before a key can go astray.
  useLayoutEffect(() => {
    if (problem === null) return;
    const { field } = problem;
    const place =
      field === null
        ? 'button[type="submit"]'
        : field === 'fingerprint'
          ? '.pairing-check input'
          : `[data-field="${field}"]`;
    form.current?.querySelector<HTMLElement>(place)?.focus();
  }, [form, problem]);
}
