import type { ReactNode } from 'react';
import type { ServerProbe } from '../../src/shared/bridge.ts';
import { CertificateRemarks } from '../ui/certificate-remarks.tsx';
import { FingerprintText } from '../ui/fingerprint-text.tsx';
import { Tick } from '../ui/tick.tsx';
import { useI18n } from '../ui/use-i18n.ts';

/** What shows the fingerprint on the server; README says where the file is. */
const FINGERPRINT_COMMAND = 'openssl x509 -noout -sha256 -fingerprint -in server.crt';

interface ServerCheckProps {
  readonly probe: ServerProbe;
  readonly confirmed: boolean;
  readonly plainConsent: boolean;
  readonly error: string | null;
  readonly onConfirmed: (confirmed: boolean) => void;
  readonly onPlainConsent: (consent: boolean) => void;
}

/** What was found at the address, and what a person must decide about it: the fingerprint, or the lack of encryption. */
export function ServerCheck(props: ServerCheckProps): ReactNode {
  const { probe, error } = props;
  const i18n = useI18n();
  if (probe.mode === 'plain') {
    return (
      <section className="note is-caution">
        <h2>{i18n.text('pairing.plain')}</h2>
        <p>{i18n.text('pairing.plain.explain')}</p>
        <Tick
          label={i18n.text('pairing.plain.confirm')}
          checked={props.plainConsent}
          onChecked={props.onPlainConsent}
        />
        <Problem text={error} />
      </section>
    );
  }
  if (probe.mode !== 'pinned' || probe.certificate === null) return null;
  return (
    <section className="note">
      <h2>{i18n.text('pairing.fingerprint')}</h2>
      <p className="decides">{i18n.text('pairing.fingerprint.explain')}</p>
      <p className="where quiet">
        {i18n.text('pairing.fingerprint.where', { command: '' }).trim()} <code>{FINGERPRINT_COMMAND}</code>
      </p>
      <div className="comparison">
        <FingerprintText fingerprint={probe.certificate.fingerprint} />
        <div className="comparison-words">
          <CertificateRemarks warnings={probe.certificate.warnings} mode={probe.mode} />
        </div>
      </div>
      <Tick
        label={i18n.text('pairing.fingerprint.confirm')}
        checked={props.confirmed}
        onChecked={props.onConfirmed}
      />
      <Problem text={error} />
    </section>
  );
}

function Problem({ text }: { readonly text: string | null }): ReactNode {
  return (
    <p className="error" role="alert">
      {text}
    </p>
  );
}
