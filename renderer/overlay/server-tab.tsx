import type { ReactNode } from 'react';
import type { CertificateSummary, Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { DoctorReport } from '../ui/doctor-report.tsx';
import { FingerprintText } from '../ui/fingerprint-text.tsx';
import { useDoctor } from '../ui/use-doctor.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { Facts } from './facts.tsx';
import { TrustAudit } from './trust-audit.tsx';
import type { Asker } from './use-request.ts';

/** Which server this is, whom the screen trusts, and the way to another one. */
export function ServerTab({
  snapshot,
  asker,
}: {
  readonly snapshot: Snapshot;
  readonly asker: Asker;
}): ReactNode {
  const i18n = useI18n();
  const requestPairing = usePlayerStore((state) => state.requestPairing);
  const doctor = useDoctor();
  const { player, trust } = snapshot;
  const { refused } = trust;
  return (
    <>
      <Facts
        rows={[
          [i18n.text('server.address'), player.serverUrl ?? i18n.text('common.none')],
          [i18n.text('server.name'), player.name],
          [i18n.text('server.hostname'), player.hostname],
          [i18n.text('server.id'), player.id],
          [i18n.text('server.trust'), i18n.text(`server.trust.${trust.mode}`)],
        ]}
      />
      <div className="certificates">
        <Certificate
          title={i18n.text('server.certificate.current')}
          certificate={trust.current}
          than={null}
        />
        <Certificate
          title={i18n.text('server.certificate.announced')}
          certificate={trust.announced}
          than={trust.current}
        />
        <Certificate
          title={i18n.text('server.certificate.refused')}
          certificate={refused}
          than={trust.current}
        />
      </div>
      {refused !== null && (
        <ConfirmButton
          label={i18n.text('server.accept')}
          question={i18n.text('server.accept.question')}
          explain={i18n.text('server.accept.explain')}
          onConfirmed={() => void asker.ask('accept-certificate', { fingerprint: refused.fingerprint })}
        />
      )}
      <div className="overlay-buttons">
        <button
          type="button"
          className="button"
          disabled={doctor.state.kind === 'looking'}
          onClick={() => {
            doctor.run(null);
          }}
        >
          {i18n.text('doctor.run')}
        </button>
        <button type="button" className="button" onClick={requestPairing}>
          {i18n.text('server.re-pair')}
        </button>
      </div>
      <DoctorReport state={doctor.state} />
      <TrustAudit />
    </>
  );
}

function Certificate({
  title,
  certificate,
  than,
}: {
  readonly title: string;
  readonly certificate: CertificateSummary | null;
  readonly than: CertificateSummary | null;
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
          <ul className="warnings">
            {certificate.warnings.map((warning) => (
              <li key={warning}>{i18n.text(`warning.${warning}`)}</li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
