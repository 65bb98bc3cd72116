import { useState, type ReactNode } from 'react';
import { ProxyForm } from '../ui/proxy-form.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { Section } from './section.tsx';

/** The proxy of this network, behind a tap. */
export function ProxySection(): ReactNode {
  const i18n = useI18n();
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <button
        type="button"
        className="button"
        onClick={() => {
          setOpen(true);
        }}
      >
        {i18n.text('proxy')}
      </button>
    );
  }
  return (
    <Section title={i18n.text('proxy.title')}>
      <p className="hint">{i18n.text('proxy.explain')}</p>
      <ProxyForm
        onUsed={() => {
          setOpen(false);
        }}
      />
    </Section>
  );
}
