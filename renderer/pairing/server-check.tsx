import type { ReactNode } from 'react';
import type { ServerProbe } from '../../src/shared/bridge.ts';
import { FingerprintText } from '../ui/fingerprint-text.tsx';
import { useI18n } from '../ui/use-i18n.ts';

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
        <strong>{i18n.text('pairing.plain')}</strong>
        <p>{i18n.text('pairing.plain.explain')}</p>
        <Confirm
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
      <strong>{i18n.text('pairing.fingerprint')}</strong>
      <FingerprintText fingerprint={probe.certificate.fingerprint} />
      <p className="quiet">{i18n.text('pairing.fingerprint.explain')}</p>
      <ul className="warnings">
        {probe.certificate.warnings.map((warning) => (
          <li key={warning}>{i18n.text(`warning.${warning}`)}</li>
        ))}
      </ul>
      <Confirm
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

function Confirm({
  label,
  checked,
  onChecked,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChecked: (checked: boolean) => void;
}): ReactNode {
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => {
          onChecked(event.target.checked);
        }}
      />
      {label}
    </label>
  );
}
