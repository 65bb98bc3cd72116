import { useState, type SubmitEvent, type ReactNode } from 'react';
import type { Failure } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { usePlayerStore } from '../store/player-store.ts';
import { Field } from '../ui/field.tsx';
import { StepList } from '../ui/step-list.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import '../ui/controls.css';
import { fieldOf, missingIn, pairingRequest, type PairingField, type PairingForm } from './pairing-form.ts';
import './pairing.css';
import { ServerCheck } from './server-check.tsx';
import { useProbe, type ProbeState } from './use-probe.ts';

interface Problem {
  readonly field: PairingField | null;
  readonly failure: Failure;
}

/** First run: asks for server, name and secret, checks while they are typed, and shows how the pairing goes (EXPERIENCE). */
export function PairingScreen(): ReactNode {
  const i18n = useI18n();
  const bridge = useBridge();
  const step = usePlayerStore((state) => state.pairingStep);
  const forgetStep = usePlayerStore((state) => state.forgetPairingStep);
  const isOverContent = usePlayerStore((state) => state.pairingRequested && !state.firstRun);
  const dismiss = usePlayerStore((state) => state.dismissPairing);
  const [form, setForm] = usePairingForm();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isPairing, setPairing] = useState(false);
  const probeState = useProbe(form.address);
  const probe = probeState.kind === 'answered' && probeState.result.ok ? probeState.result.value : null;

  const change = (changes: Partial<PairingForm>): void => {
    setForm({ ...form, ...changes });
    setProblem(null);
  };
  const pair = async (): Promise<void> => {
    const missing = missingIn(form, probe);
    if (missing !== null) {
      setProblem(missing);
      return;
    }
    setProblem(null);
    setPairing(true);
    const paired = await bridge.call('pair', pairingRequest(form, probe));
    if (paired.ok) return;
    setPairing(false);
    forgetStep();
    if (paired.error.code !== 'cancelled')
      setProblem({ field: fieldOf(paired.error), failure: paired.error });
  };
  const cancel = (): void => {
    void bridge.call('cancel-pairing', {});
    setPairing(false);
    forgetStep();
  };
  const errorAt = (field: PairingField | null): string | null =>
    problem?.field === field ? i18n.failure(problem.failure) : null;

  if (isPairing) {
    const isSignedIn = step !== null && ['playlist', 'download', 'play'].includes(step.step);
    return (
      <main className="sheet pairing" aria-busy="true">
        <div className="pairing-column">
          <h1>{i18n.text('pairing.connecting', { name: form.hostname })}</h1>
          <p className="quiet">{i18n.text('pairing.connecting.to', { url: probe?.url ?? form.address })}</p>
          <StepList now={step} />
          {!isSignedIn && (
            <button type="button" className="button" onClick={cancel}>
              {i18n.text('common.cancel')}
            </button>
          )}
        </div>
      </main>
    );
  }
  const isCode = form.secretKind === 'code';
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void pair();
  };
  return (
    <main className="sheet pairing">
      <form className="pairing-column" noValidate onSubmit={onSubmit}>
        <h1>{i18n.text('pairing.title')}</h1>
        <p className="quiet">{i18n.text('pairing.intro')}</p>
        <Field
          label={i18n.text('pairing.address')}
          hint={i18n.text('pairing.address.hint')}
          inputMode="url"
          value={form.address}
          error={errorAt('address') ?? probeError(probeState, (failure) => i18n.failure(failure))}
          onText={(address) => {
            change({ address, confirmed: null, plainConsent: false });
          }}
        >
          <p className="hint" role="status">
            {probeState.kind === 'checking' && i18n.text('pairing.address.checking')}
            {probe !== null &&
              (probe.version === null
                ? i18n.text('pairing.address.found-unversioned', { url: probe.url })
                : i18n.text('pairing.address.found', { url: probe.url, version: probe.version }))}
          </p>
        </Field>
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
        <Field
          label={i18n.text('pairing.hostname')}
          hint={i18n.text('pairing.hostname.hint')}
          value={form.hostname}
          error={errorAt('hostname')}
          onText={(hostname) => {
            change({ hostname });
          }}
        />
        <Field
          key={form.secretKind}
          label={i18n.text(isCode ? 'pairing.code' : 'pairing.password')}
          type={isCode ? 'text' : 'password'}
          value={form[form.secretKind]}
          error={errorAt('secret')}
          onText={(text) => {
            change({ [form.secretKind]: text });
          }}
        />
        <button
          type="button"
          className="button is-link"
          onClick={() => {
            change({ secretKind: isCode ? 'password' : 'code' });
          }}
        >
          {i18n.text(isCode ? 'pairing.use-password' : 'pairing.use-code')}
        </button>
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
      </form>
    </main>
  );
}

/** The form begins with what a file says, or with what this screen was paired with. */
function usePairingForm(): [PairingForm, (form: PairingForm) => void] {
  const snapshot = usePlayerStore((state) => state.snapshot);
  return useState<PairingForm>(() => ({
    address: snapshot?.prefill?.address ?? snapshot?.player.serverUrl ?? '',
    hostname: firstSaid(snapshot?.prefill?.hostname, snapshot?.player.hostname, snapshot?.machineName),
    secretKind: 'code',
    code: snapshot?.prefill?.code ?? '',
    password: '',
    confirmed: null,
    plainConsent: false,
  }));
}

function firstSaid(...texts: readonly (string | undefined)[]): string {
  return texts.find((text) => text !== undefined && text !== '') ?? '';
}

function probeError(probe: ProbeState, say: (failure: Failure) => string): string | null {
  return probe.kind === 'answered' && !probe.result.ok ? say(probe.result.error) : null;
}
