import { expect, it } from 'vitest';
import { proxyFailureOf } from '../../../../src/player/trust/proxy-failure.ts';
import { TUNNEL_ERRORS } from '../../../../src/player/trust/tunnel.ts';

it.each([
  ['unreachable', 'proxy-unreachable'],
  ['silent', 'proxy-silent'],
  ['signIn', 'proxy-sign-in'],
  ['wrongPassword', 'proxy-wrong-password'],
  ['refused', 'proxy-refused'],
  ['noWay', 'proxy-no-way'],
  ['badAnswer', 'proxy-bad-answer'],
] as const)('tells a tunnel that is %s as %s, with a sentence', (kind, code) => {
  const reason = TUNNEL_ERRORS[kind];
  expect(proxyFailureOf(reason)).toMatchObject({
    ok: false,
    error: { code, message: expect.stringMatching(/^[A-Z].*\.$/) as string, params: { reason } },
  });
});

it.each(['ECONNREFUSED', 'constructor', ''])('leaves %j to whom it is for', (code) => {
  expect(proxyFailureOf(code)).toBeNull();
});
