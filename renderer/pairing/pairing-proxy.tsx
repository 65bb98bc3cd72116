import type { ReactNode } from 'react';
import { ProxyForm } from '../ui/proxy-form.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { PageInPlace } from './page-in-place.tsx';

/** The proxy of this network. */
export function PairingProxy({ onBack }: { readonly onBack: () => void }): ReactNode {
  const i18n = useI18n();
  return (
    <PageInPlace title={i18n.text('proxy.title')} explain={i18n.text('proxy.explain')} onBack={onBack}>
      <ProxyForm onUsed={onBack} />
    </PageInPlace>
  );
}
