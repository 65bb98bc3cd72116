import { useState, type ReactNode } from 'react';
import type { AddressFault, AddressField, AddressForm } from '../../src/shared/ipv4.ts';
import { Field } from '../ui/field.tsx';
import { useI18n } from '../ui/use-i18n.ts';

interface AddressFieldsProps {
  readonly form: AddressForm;
  readonly faults: Readonly<Partial<Record<AddressField, AddressFault>>>;
  /** Somebody pressed the button: what is missing is said, too. */
  readonly isSent: boolean;
  readonly onChange: (change: Partial<AddressForm>) => void;
}

const fields = ['address', 'mask', 'gateway', 'dns', 'otherDns'] as const satisfies AddressField[];

/** The parts of an address, each judged while it is typed: red at once where nothing can come of it, else when it is left. */
export function AddressFields({ form, faults, isSent, onChange }: AddressFieldsProps): ReactNode {
  const i18n = useI18n();
  const [left, setLeft] = useState<readonly AddressField[]>([]);
  const errorAt = (field: AddressField): string | null => {
    const fault = faults[field];
    if (fault === undefined) return null;
    const isEarly = fault === 'unfinished' && !isSent && (!left.includes(field) || form[field] === '');
    if (isEarly) return null;
    const said = field === 'mask' && fault === 'unfinished' ? 'not-a-mask' : fault;
    return i18n.text(`network.fault.${said}`);
  };
  return (
    <div className="address-fields">
      {fields.map((field) => (
        <Field
          key={field}
          label={i18n.text(`network.field.${field}`)}
          data-field={field}
          inputMode="decimal"
          keyboard="decimal"
          maxLength={15}
          autoFocus={field === 'address'}
          value={form[field]}
          error={errorAt(field)}
          onText={(text) => {
            onChange({ [field]: text });
            setLeft(left.filter((one) => one !== field));
          }}
          onBlur={() => {
            setLeft([...left, field]);
          }}
        />
      ))}
    </div>
  );
}
