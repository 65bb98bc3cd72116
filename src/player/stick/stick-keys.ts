import { createHmac } from 'node:crypto';

/** What a screen's auth code becomes on a stick; neither leads back to it. */
export interface StickKeys {
  /** Makes and proves the authenticator of a list. Never written anywhere. */
  readonly proof: Buffer;
  /** Says which auth code a list was made under, hex; stands on the stick. */
  readonly name: string;
}

const NAME_BYTES = 16;

/** The keys of the lists for the screen that holds `authCode`: HKDF with SHA-256 (RFC 5869), one block of it. */
export function stickKeysOf(authCode: string): StickKeys {
  return {
    proof: hkdfBlock(authCode, 'digiplayer stick proof 1'),
    name: hkdfBlock(authCode, 'digiplayer stick name 1').subarray(0, NAME_BYTES).toString('hex'),
  };
}

/** The first 32 bytes of HKDF-SHA-256 without a salt. Written out, since the two shells have different libraries of cryptography. */
export function hkdfBlock(secret: string, info: string): Buffer {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(secret, 'utf8').digest();
  return createHmac('sha256', extracted).update(info, 'utf8').update(Uint8Array.of(1)).digest();
}
