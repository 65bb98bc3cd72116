import type { ReactNode } from 'react';
import type { TrustAuditLine } from '../../src/shared/bridge.ts';
import { FingerprintText } from '../ui/fingerprint-text.tsx';
import type { I18n, MessageKey } from '../ui/i18n.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { useAnswer } from './use-answer.ts';

const LINES = 50;

/** Who decided when to trust whom, newest first. */
export function TrustAudit(): ReactNode {
  const i18n = useI18n();
  const answer = useAnswer('read-trust-audit', { count: LINES }, null);
  if (answer === null) return null;
  return (
    <section className="audit">
      <h2>{i18n.text('trust-audit.title')}</h2>
      {!answer.ok && <p className="error">{i18n.failure(answer.error)}</p>}
      {answer.ok && answer.value.length === 0 && <p className="quiet">{i18n.text('trust-audit.none')}</p>}
      {answer.ok && (
        <ol>
          {answer.value.map((line, place) => (
            <li key={`${line.at} ${place}`}>
              <time dateTime={line.at}>{i18n.moment(line.at)}</time>
              <div>
                <strong>{decisionText(i18n, line)}</strong>
                <p className="quiet">
                  {[i18n.text(`trust-audit.by.${line.by}`), line.server, line.note]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
                {line.after !== null && <FingerprintText fingerprint={line.after} than={line.before} />}
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** The audit is older than any one version of this program: a decision that it does not know is shown as it was written. */
function decisionText(i18n: I18n, { decision }: TrustAuditLine): string {
  const key = `trust-audit.decision.${decision}`;
  const text = i18n.text(key as MessageKey);
  return text === key ? decision : text;
}
