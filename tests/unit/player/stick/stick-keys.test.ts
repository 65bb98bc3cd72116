import { hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hkdfBlock, stickKeysOf } from '../../../../src/player/stick/stick-keys.ts';

test('a key is what HKDF with SHA-256 makes of the auth code', () => {
  for (const [secret, info] of [
    ['abc123xyz', 'digiplayer stick proof 1'],
    ['é\u0000 long '.repeat(40), 'x'],
  ] as const) {
    const expected = Buffer.from(hkdfSync('sha256', secret, '', info, 32));
    expect(hkdfBlock(secret, info).toString('hex')).toBe(expected.toString('hex'));
  }
});

test('the name that stands on a stick is neither the code, nor the key, nor the name of another code', () => {
  const { proof, name } = stickKeysOf('abc123xyz');
  expect(name).toMatch(/^[0-9a-f]{32}$/);
  expect(proof.toString('hex')).not.toContain(name);
  expect(stickKeysOf('abc123xyy').name).not.toBe(name);
});
