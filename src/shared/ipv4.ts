import { z } from 'zod';

/** An IPv4 address of the machine that a person fixes. */
export interface FixedAddress {
  readonly address: string;
  /** How many bits of the address name its network. */
  readonly prefix: number;
  /** Null: nothing beyond its own network is reached. */
  readonly gateway: string | null;
  /** At most two. */
  readonly dns: readonly string[];
}

/** The same as it is typed. */
export interface AddressForm {
  readonly address: string;
  /** A mask such as `255.255.255.0`, or its length: `24`, `/24`. */
  readonly mask: string;
  readonly gateway: string;
  readonly dns: string;
  readonly otherDns: string;
}

export type AddressField = keyof AddressForm;
/** What is wrong with a field; `unfinished` may still become right while it is typed. */
export type AddressFault = 'unfinished' | 'unusable' | 'reserved' | 'not-a-mask' | 'elsewhere' | 'own';

/** The shortest network of the internet's classes, and the longest in which two machines fit. */
const SHORTEST_PREFIX = 8;
const LONGEST_PREFIX = 30;

/** The address as a number; null where the text is none. Leading zeros are refused, since some read them as octal. */
export function ipv4Number(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every(isByte)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The length of a mask; null where the text is none, or one with which no machine has neighbours. */
export function maskLength(text: string): number | null {
  const length = /^\/?\d{1,2}$/.test(text) ? Number(text.replace('/', '')) : lengthOfMask(ipv4Number(text));
  return length !== null && length >= SHORTEST_PREFIX && length <= LONGEST_PREFIX ? length : null;
}

/** A mask as people write it. */
export function maskText(prefix: number): string {
  const mask = maskNumber(prefix);
  return [24, 16, 8, 0].map((shift) => Math.floor(mask / 2 ** shift) % 256).join('.');
}

/** What is typed as an address of the machine, or what is wrong with each field. */
export function readAddressForm(
  form: AddressForm,
): FixedAddress | { readonly faults: Readonly<Partial<Record<AddressField, AddressFault>>> } {
  const [address, mask, gateway, dns, otherDns] = [
    form.address.trim(),
    form.mask.trim(),
    form.gateway.trim(),
    form.dns.trim(),
    form.otherDns.trim(),
  ];
  const prefix = maskLength(mask);
  const faults = Object.fromEntries(
    [
      ['address', faultOfHost(address, prefix)],
      ['mask', prefix === null ? faultOfText(mask, couldBecomeMask(mask), 'not-a-mask') : null],
      ['gateway', gateway === '' ? null : faultOfGateway(gateway, address, prefix)],
      ['dns', dns === '' ? null : faultOfHost(dns, null)],
      ['otherDns', otherDns === '' ? null : faultOfHost(otherDns, null)],
    ].filter(([, fault]) => fault !== null),
  ) as Partial<Record<AddressField, AddressFault>>;
  if (prefix === null || Object.keys(faults).length > 0) return { faults };
  return {
    address,
    prefix,
    gateway: gateway === '' ? null : gateway,
    dns: [dns, otherDns].filter((one) => one !== ''),
  };
}

/** As it comes over the bridge: judged by the same rules, since a page may say anything. */
export const fixedAddressSchema = z
  .object({
    address: z.string().max(15),
    prefix: z.number().int(),
    gateway: z.string().max(15).nullable(),
    dns: z.array(z.string().max(15)).max(2),
  })
  .refine(
    ({ address, prefix, gateway, dns: [dns = '', otherDns = ''] }) =>
      !(
        'faults' in readAddressForm({ address, mask: String(prefix), gateway: gateway ?? '', dns, otherDns })
      ),
  );

function isByte(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 && String(Number(text)) === text;
}

function maskNumber(prefix: number): number {
  return 2 ** 32 - 2 ** (32 - prefix);
}

function lengthOfMask(mask: number | null): number | null {
  if (mask === null) return null;
  const length = Array.from({ length: 33 }, (_, prefix) => prefix).find(
    (prefix) => maskNumber(prefix) === mask,
  );
  return length ?? null;
}

function networkOf(address: number, prefix: number): number {
  return Math.floor(address / 2 ** (32 - prefix));
}

/** What a machine cannot be called: this network, itself, a group, and what is kept for later. */
function isReserved(address: number): boolean {
  const first = Math.floor(address / 2 ** 24);
  return first === 0 || first === 127 || first >= 224;
}

function faultOfText(text: string, couldBecome: boolean, otherwise: AddressFault): AddressFault {
  return text === '' || couldBecome ? 'unfinished' : otherwise;
}

function faultOfHost(text: string, prefix: number | null): AddressFault | null {
  const address = ipv4Number(text);
  if (address === null) return faultOfText(text, couldBecomeAddress(text), 'unusable');
  if (isReserved(address)) return 'reserved';
  if (prefix === null) return null;
  const size = 2 ** (32 - prefix);
  // The first names the network itself, the last all machines in it.
  return address % size === 0 || address % size === size - 1 ? 'reserved' : null;
}

function faultOfGateway(text: string, own: string, prefix: number | null): AddressFault | null {
  const fault = faultOfHost(text, prefix);
  const gateway = ipv4Number(text);
  const address = ipv4Number(own);
  if (fault !== null || gateway === null || address === null || prefix === null) return fault;
  if (gateway === address) return 'own';
  return networkOf(gateway, prefix) === networkOf(address, prefix) ? null : 'elsewhere';
}

/** Whether more letters can make an address of it. */
function couldBecomeAddress(text: string): boolean {
  const parts = text.split('.');
  const last = parts.at(-1) ?? '';
  return parts.length <= 4 && parts.slice(0, -1).every(isByte) && (last === '' || isByte(last));
}

function couldBecomeMask(text: string): boolean {
  return /^\/?\d?$/.test(text) || (text.includes('.') || text.length <= 3 ? couldBecomeAddress(text) : false);
}
