import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fixedAddressSchema,
  ipv4Number,
  maskLength,
  maskText,
  readAddressForm,
  type AddressForm,
} from '../../../src/shared/ipv4.ts';

const good: AddressForm = {
  address: '192.168.0.50',
  mask: '255.255.255.0',
  gateway: '192.168.0.1',
  dns: '9.9.9.9',
  otherDns: '',
};

const faultsOf = (more: Partial<AddressForm>): unknown => {
  const read = readAddressForm({ ...good, ...more });
  return 'faults' in read ? read.faults : null;
};

describe('an address that is typed', () => {
  it('is read, with blanks around it, without a gateway, and with a mask in either form', () => {
    expect(readAddressForm(good)).toEqual({
      address: '192.168.0.50',
      prefix: 24,
      gateway: '192.168.0.1',
      dns: ['9.9.9.9'],
    });
    expect(readAddressForm({ ...good, mask: ' /16 ', gateway: '', dns: '', otherDns: ' 1.1.1.1' })).toEqual({
      address: '192.168.0.50',
      prefix: 16,
      gateway: null,
      dns: ['1.1.1.1'],
    });
  });

  it.each([
    [{ address: '' }, { address: 'unfinished' }],
    [{ address: '192.168.' }, { address: 'unfinished' }],
    [{ address: '192.168.0.256' }, { address: 'unusable' }],
    [{ address: '192.168.0.050' }, { address: 'unusable' }],
    [{ address: '1.2.3.4.5' }, { address: 'unusable' }],
    [{ address: 'fe80::1' }, { address: 'unusable' }],
    [{ address: '127.0.0.1', gateway: '' }, { address: 'reserved' }],
    [{ address: '224.0.0.5', gateway: '' }, { address: 'reserved' }],
    [{ address: '0.1.2.3', gateway: '' }, { address: 'reserved' }],
    [{ address: '192.168.0.0' }, { address: 'reserved' }],
    [{ address: '192.168.0.255' }, { address: 'reserved' }],
    [{ mask: '' }, { mask: 'unfinished' }],
    [{ mask: '255.255.' }, { mask: 'unfinished' }],
    [{ mask: '255.0.255.0' }, { mask: 'unfinished' }],
    [{ mask: '33' }, { mask: 'unfinished' }],
    [{ mask: '/40x' }, { mask: 'not-a-mask' }],
    [{ gateway: '10.0.0.1' }, { gateway: 'elsewhere' }],
    [{ gateway: '192.168.0.50' }, { gateway: 'own' }],
    [{ gateway: '192.168.0' }, { gateway: 'unfinished' }],
    [{ gateway: '192.168.0.255' }, { gateway: 'reserved' }],
    [{ dns: '9.9.9' }, { dns: 'unfinished' }],
    [
      { dns: '300.1.1.1', otherDns: '255.1.1.1' },
      { dns: 'unusable', otherDns: 'reserved' },
    ],
  ])('with %j is wrong at %j', (more, faults) => {
    expect(faultsOf(more)).toEqual(faults);
  });

  it('says of whatever is typed either what is wrong, or an address that the bridge takes', () => {
    const part = fc.oneof(fc.string({ maxLength: 16 }), fc.ipV4(), fc.constantFrom('24', '255.255.0.0', ''));
    fc.assert(
      fc.property(part, part, part, part, part, (address, mask, gateway, dns, otherDns) => {
        const read = readAddressForm({ address, mask, gateway, dns, otherDns });
        return 'faults' in read
          ? Object.keys(read.faults).length > 0
          : fixedAddressSchema.safeParse(read).success;
      }),
    );
  });
});

describe('an address over the bridge', () => {
  const fixed = { address: '10.1.2.3', prefix: 8, gateway: null, dns: [] };
  it('is judged by the same rules', () => {
    expect(fixedAddressSchema.safeParse(fixed).success).toBe(true);
    for (const bad of [
      { ...fixed, prefix: 32 },
      { ...fixed, prefix: 24.5 },
      { ...fixed, address: '10.1.2.3/8' },
      { ...fixed, gateway: '192.168.0.1' },
      { ...fixed, dns: ['1.1.1.1', '1.1.1.1', '1.1.1.1'] },
      { ...fixed, dns: ['-x'] },
    ])
      expect(fixedAddressSchema.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
  });
});

it('a mask is read and written in both forms', () => {
  expect([8, 16, 20, 24, 30].map(maskText)).toEqual([
    '255.0.0.0',
    '255.255.0.0',
    '255.255.240.0',
    '255.255.255.0',
    '255.255.255.252',
  ]);
  for (const prefix of [8, 13, 24, 30]) expect(maskLength(maskText(prefix))).toBe(prefix);
  expect(['7', '31', '255.255.255.255', '0.0.0.0', 'x'].map(maskLength)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(ipv4Number('255.255.255.255')).toBe(2 ** 32 - 1);
});
