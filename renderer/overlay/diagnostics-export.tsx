import { useState, type ReactNode } from 'react';
import type { BridgeAnswers } from '../../src/shared/bridge.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import type { I18n } from '../ui/i18n.ts';
import type { Failure, Result } from '../../src/shared/result.ts';
import { takePicture } from './take-picture.ts';
import { useAnswer } from './use-answer.ts';
import './diagnostics-export.css';

type Place = BridgeAnswers['read-export-places'][number];

type Stage =
  | { readonly kind: 'asks'; readonly failure: Failure | null }
  | { readonly kind: 'writes' }
  | { readonly kind: 'written'; readonly path: string };

/** A stick may be put in while somebody looks. */
const LOOK_AGAIN_MS = 3_000;

/** Writes the diagnostics where a technician wants them, and says where they are; over the lines of the log until it is left. */
export function DiagnosticsExport({
  snapshot,
  onBack,
}: {
  readonly snapshot: Pick<Snapshot, 'machineName' | 'addresses'>;
  readonly onBack: () => void;
}): ReactNode {
  const i18n = useI18n();
  const bridge = useBridge();
  const [stage, setStage] = useState<Stage>({ kind: 'asks', failure: null });
  // Read here and not where they stand, so that they are there at once when a write failed and another place is asked for.
  const places = useAnswer('read-export-places', {}, LOOK_AGAIN_MS);
  const write = async (folder: string): Promise<void> => {
    setStage({ kind: 'writes' });
    await takePicture(bridge);
    const answer = await bridge.call('export-diagnostics', { folder, browser: browserName() });
    setStage(
      answer.ok ? { kind: 'written', path: answer.value.path } : { kind: 'asks', failure: answer.error },
    );
  };
  return (
    <section className="logs-bundle" aria-label={i18n.text('logs.export')}>
      <div role="status">
        {stage.kind === 'writes' && <p>{i18n.text('logs.bundle.writes')}</p>}
        {stage.kind === 'written' && <p>{i18n.text('logs.exported', { path: stage.path })}</p>}
      </div>
      {stage.kind === 'asks' && (
        <AskWhere places={places} failure={stage.failure} onPlace={(folder) => void write(folder)} />
      )}
      {stage.kind === 'written' && <Written path={stage.path} snapshot={snapshot} />}
      <button type="button" className="button is-small" onClick={onBack}>
        {i18n.text('common.back')}
      </button>
    </section>
  );
}

function AskWhere({
  places,
  failure,
  onPlace,
}: {
  readonly places: Result<BridgeAnswers['read-export-places']> | null;
  readonly failure: Failure | null;
  readonly onPlace: (folder: string) => void;
}): ReactNode {
  const i18n = useI18n();
  return (
    <>
      <h2>{i18n.text('logs.bundle.where')}</h2>
      <p className="quiet">{i18n.text('logs.export.explain')}</p>
      {failure !== null && (
        <p className="error" role="alert">
          {i18n.failure(failure)}
        </p>
      )}
      {places?.ok === false && <p className="error">{i18n.failure(places.error)}</p>}
      <ul className="bundle-places">
        {(places?.ok === true ? places.value : []).map((place) => (
          <li key={place.path}>
            <button
              type="button"
              className="button is-small"
              onClick={() => {
                onPlace(place.path);
              }}
            >
              {i18n.text(place.removable ? 'logs.bundle.stick' : 'logs.bundle.data-folder')}
            </button>
            <span className="quiet">{placeLine(i18n, place)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function placeLine(i18n: I18n, { path, freeBytes }: Place): string {
  return freeBytes === null ? path : `${path} · ${i18n.text('storage.free', { freeStorage: freeBytes })}`;
}

/** The way to the file, for a phone: no port of the player is open to the network, so it is fetched as any file of the machine. */
function Written({
  path,
  snapshot: { machineName, addresses },
}: {
  readonly path: string;
  readonly snapshot: Pick<Snapshot, 'machineName' | 'addresses'>;
}): ReactNode {
  const i18n = useI18n();
  return (
    <div className="bundle-written">
      <QrCode text={[machineName, ...addresses, path].join('\n')} label={i18n.text('logs.bundle.qr')} />
      <p className="quiet">
        {i18n.text('logs.bundle.fetch', { name: machineName, addresses: addresses.join(', ') })}
      </p>
    </div>
  );
}

/** What the browser says it is, as far as the bridge takes it. */
function browserName(): string {
  return navigator.userAgent.replace(/[^\x20-\x7e]/g, '').slice(0, 512);
}
