import { expect, it } from 'vitest';
import { basicAuthorization, createRoute, straightRoute } from '../../../../src/player/trust/route.ts';

const proxy = { host: 'proxy.test', port: 8080, authorization: null };
const targetAt = (host: string) => ({ host, port: 443, isSecure: true });

it('reaches what lies on this machine straight, and all else as it is told', () => {
  const route = createRoute(() => proxy);
  expect(route.proxyFor(targetAt('digiserver.test'))).toBe(proxy);
  expect(
    ['localhost', '127.0.0.1', '::1', '169.254.1.1'].map((host) => route.proxyFor(targetAt(host))),
  ).toEqual([...[null, null, null, null]]);
  expect(straightRoute.proxyFor(targetAt('digiserver.test'))).toBeNull();
});

it('writes a sign-in in UTF-8, as RFC 7617 has it', () => {
  expect(basicAuthorization({ user: 'test', password: '123£' })).toBe('Basic dGVzdDoxMjPCow==');
});
