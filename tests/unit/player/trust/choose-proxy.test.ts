import { describe, expect, it } from 'vitest';
import { chooseProxy } from '../../../../src/player/trust/choose-proxy.ts';
import { basicAuthorization } from '../../../../src/player/trust/route.ts';

const signIn = { user: 'screen', password: 'p@ss:wörd' };
const environment = {
  https_proxy: 'http://user:secret@secure.test:3128',
  http_proxy: 'plain.test',
  no_proxy: 'intranet.test',
};
const target = { host: 'digiserver.test', port: 443, isSecure: true };

describe('chooseProxy', () => {
  it('goes straight where the setting is empty, whatever the system says', () => {
    expect(chooseProxy({ url: '', signIn, environment })(target)).toBeNull();
  });

  it('takes the proxy of the setting for every target, with its own sign-in only', () => {
    const choose = chooseProxy({ url: 'http://proxy.test:8080', signIn, environment });
    const proxy = { host: 'proxy.test', port: 8080, authorization: basicAuthorization(signIn) };
    expect(choose(target)).toEqual(proxy);
    expect(choose({ ...target, host: 'intranet.test', isSecure: false })).toEqual(proxy);
    expect(chooseProxy({ url: 'http://proxy.test:8080', signIn: null, environment })(target)).toEqual({
      ...proxy,
      authorization: null,
    });
  });

  it('takes port 80 where none is written, and an IPv6 address without brackets', () => {
    const choose = chooseProxy({ url: 'http://[2001:db8::1]', signIn: null, environment: {} });
    expect(choose(target)).toEqual({ host: '2001:db8::1', port: 80, authorization: null });
  });

  it('follows the system where the setting says so: by the kind of target, but for its exceptions', () => {
    const choose = chooseProxy({ url: 'system', signIn, environment });
    expect(choose(target)).toEqual({
      host: 'secure.test',
      port: 3128,
      authorization: basicAuthorization({ user: 'user', password: 'secret' }),
    });
    expect(choose({ ...target, isSecure: false })).toEqual({
      ...{ host: 'plain.test', port: 80, authorization: null },
    });
    expect(choose({ ...target, host: 'intranet.test' })).toBeNull();
    expect(chooseProxy({ url: 'system', signIn, environment: {} })(target)).toBeNull();
  });
});
