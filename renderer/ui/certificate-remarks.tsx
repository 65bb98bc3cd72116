import type { ReactNode } from 'react';
import type { CertificateWarning, TrustMode } from '../../src/shared/status.ts';
import { useI18n } from './use-i18n.ts';

/** What is no fault of a certificate that people compared by its fingerprint. */
const facts: readonly CertificateWarning[] = ['self-signed', 'unknown-authority', 'name-mismatch'];

/** What a stricter client would say of a certificate: what is wrong as a warning, what merely is so quietly. */
export function CertificateRemarks({
  warnings,
  mode,
}: {
  readonly warnings: readonly CertificateWarning[];
  readonly mode: TrustMode;
}): ReactNode {
  const i18n = useI18n();
  return (
    <ul className="remarks">
      {warnings.map((warning) => (
        <li key={warning} className={mode === 'pinned' && facts.includes(warning) ? 'quiet' : 'is-wrong'}>
          {i18n.text(`warning.${warning}`)}
        </li>
      ))}
    </ul>
  );
}
