import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { DoctorFinding } from '../../src/shared/doctor.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { recommendedAction, type ActionButton } from '../ui/doctor-actions.ts';
import { DoctorReport } from '../ui/doctor-report.tsx';
import { scrollToTop } from '../ui/scroll-to-top.ts';
import { useDoctor } from '../ui/use-doctor.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { NetworkView } from '../network/network-view.tsx';
import { AnotherCertificate } from './another-certificate.tsx';
import { CertificateCard } from './certificate-card.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { Section } from './section.tsx';
import { Facts } from './facts.tsx';
import type { OverlayTab } from './overlay-tabs.tsx';
import { ProxySection } from './proxy-section.tsx';
import { TrustAudit } from './trust-audit.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';

/** Which server this is, whom the screen trusts, and the way to another one. */
export function ServerTab({
  snapshot,
  action,
  onTab,
  runsDoctor,
}: {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
  readonly onTab: (tab: OverlayTab) => void;
  /** The doctor looks as soon as the tab is open. */
  readonly runsDoctor: boolean;
}): ReactNode {
  const i18n = useI18n();
  const requestPairing = usePlayerStore((state) => state.requestPairing);
  const doctor = useDoctor();
  const [runAtOnce] = useState(() => (runsDoctor ? doctor.run : null));
  useEffect(() => {
    runAtOnce?.(null);
  }, [runAtOnce]);
  const { player, trust } = snapshot;
  const { refused } = trust;
  const certificates = useRef<HTMLDivElement>(null);
  const [showsNetwork, setShowsNetwork] = useState(false);
  const actionsFor = ({ code }: DoctorFinding): readonly ActionButton[] => {
    switch (recommendedAction(code)) {
      case 'again':
        return [
          {
            label: i18n.text('doctor.again'),
            onDo: () => {
              doctor.run(null);
            },
          },
        ];
      case 'compare':
        return [
          {
            label: i18n.text('doctor.compare'),
            onDo: () => {
              if (certificates.current !== null) scrollToTop(certificates.current);
            },
          },
        ];
      case 'address':
      case 'pair':
        return [{ label: i18n.text('server.re-pair'), onDo: requestPairing }];
      case 'storage':
        return [
          {
            label: i18n.text('doctor.open-storage'),
            onDo: () => {
              onTab('storage');
            },
          },
        ];
      case 'restart':
        return [
          {
            label: i18n.text('power.restart'),
            onDo: () => {
              onTab('power');
            },
          },
        ];
      case null:
        return [];
    }
  };
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
      <div ref={certificates} className="certificates">
        <CertificateCard
          title={i18n.text('server.certificate.current')}
          certificate={trust.current}
          than={null}
          mode={trust.mode}
        />
        <CertificateCard
          title={i18n.text('server.certificate.announced')}
          certificate={trust.announced}
          than={trust.current}
          mode={trust.mode}
        />
        <CertificateCard
          title={i18n.text('server.certificate.refused')}
          certificate={refused}
          than={trust.current}
          mode={trust.mode}
        />
      </div>
      {refused !== null && (
        <ConfirmButton
          label={i18n.text('server.accept')}
          question={i18n.text('server.accept.question')}
          explain={i18n.text('server.accept.explain')}
          onConfirmed={() => void action.run('accept-certificate', { fingerprint: refused.fingerprint })}
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
        <button
          type="button"
          className="button"
          aria-expanded={showsNetwork}
          onClick={() => {
            setShowsNetwork(!showsNetwork);
          }}
        >
          {i18n.text('network.title')}
        </button>
        <ConfirmButton
          label={i18n.text('server.re-pair')}
          question={i18n.text('server.re-pair.question')}
          explain={i18n.text('server.re-pair.explain')}
          onConfirmed={requestPairing}
        />
      </div>
      {showsNetwork && (
        <Section title={i18n.text('network.title')}>
          <NetworkView />
        </Section>
      )}
      {trust.mode !== 'plain' && trust.mode !== 'none' && (
        <AnotherCertificate trust={trust} action={action} />
      )}
      <ProxySection />
      <DoctorReport state={doctor.state} actionsFor={actionsFor} />
      <TrustAudit />
    </>
  );
}
