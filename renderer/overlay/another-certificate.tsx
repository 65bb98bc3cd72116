import { useState, type ReactNode } from 'react';
import type { Result } from '../../src/shared/result.ts';
import type { CertificateSummary, TrustStatus } from '../../src/shared/status.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { CertificateCard } from './certificate-card.tsx';
import { ConfirmButton } from './confirm-button.tsx';

/** Looks at the certificate that the server shows now, and trusts it in place of the other after a comparison and a yes. */
export function AnotherCertificate({
  trust,
  action,
}: {
  readonly trust: TrustStatus;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const bridge = useBridge();
  const [shown, setShown] = useState<Result<CertificateSummary> | 'looking' | null>(null);
  const look = async (): Promise<void> => {
    setShown('looking');
    setShown(await bridge.call('look-at-certificate', {}));
  };
  const answer = shown === null || shown === 'looking' ? null : shown;
  const found = answer?.ok === true ? answer.value : null;
  // What is pinned already cannot be trusted more.
  const isTrusted = trust.mode === 'pinned' && found?.fingerprint === trust.current?.fingerprint;
  return (
    <div className="another-certificate">
      <button
        type="button"
        className="button"
        disabled={shown === 'looking'}
        onClick={() => {
          void look();
        }}
      >
        {i18n.text('server.another')}
      </button>
      <div aria-live="polite">
        {answer?.ok === false && <p className="error">{i18n.failure(answer.error)}</p>}
        {found !== null && isTrusted && <p className="hint">{i18n.text('server.another.same')}</p>}
      </div>
      {found !== null && !isTrusted && (
        <>
          <CertificateCard
            title={i18n.text('server.another.shown')}
            certificate={found}
            than={trust.current}
            mode={trust.mode}
          />
          <ConfirmButton
            label={i18n.text('server.accept')}
            question={i18n.text('server.another.question')}
            explain={i18n.text('server.accept.explain')}
            onConfirmed={() => {
              setShown(null);
              void action.run('use-certificate', { fingerprint: found.fingerprint });
            }}
          />
        </>
      )}
    </div>
  );
}
