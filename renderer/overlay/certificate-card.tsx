import type { ReactNode } from 'react';
import type { CertificateSummary, TrustMode } from '../../src/shared/status.ts';
import { CertificateRemarks } from '../ui/certificate-remarks.tsx';
import { FingerprintText } from '../ui/fingerprint-text.tsx';
import { useI18n } from '../ui/use-i18n.ts';

/** A certificate to be compared: its fingerprint, what differs from another one, and what is wrong with it. */
export function CertificateCard({
  title,
  certificate,
  than,
  mode,
}: {
  readonly title: string;
  readonly certificate: CertificateSummary | null;
  readonly than: CertificateSummary | null;
  readonly mode: TrustMode;
}): ReactNode {
  const i18n = useI18n();
  if (certificate === null) return null;
  return (
    <section className="note">
      <h2>{title}</h2>
      <div className="comparison">
        <FingerprintText fingerprint={certificate.fingerprint} than={than?.fingerprint ?? null} />
        <div className="comparison-words quiet">
          <p>{i18n.text('server.certificate.subject', { subject: certificate.subject })}</p>
          <p>
            {i18n.text('server.certificate.valid', {
              from: i18n.date(certificate.validFrom),
              until: i18n.date(certificate.validUntil),
            })}
          </p>
          {than !== null && <p>{i18n.text('server.certificate.difference')}</p>}
          <CertificateRemarks warnings={certificate.warnings} mode={mode} />
        </div>
      </div>
    </section>
  );
}
