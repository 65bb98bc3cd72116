import { CODE, expect, expectMiddle, HOSTNAME, test } from '../support/e2e/fixtures.ts';
import { byTouch, form } from '../support/e2e/installer.ts';
import { startRecordingProxy } from '../support/recording-proxy.ts';

/* The server's name is known to the proxy alone, which wants to know who asks. */

test.use({ viewport: { width: 720, height: 1280 }, hasTouch: true });
test.skip(({ shell }) => shell.name === 'electron', 'Playwright gives no finger to an Electron window');

test('a screen behind a proxy is paired by a finger alone', async ({ server, startScreen }) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
  const proxy = await startRecordingProxy({ signIn: { user: 'screen', password: 'secret' } });
  try {
    const { page } = await startScreen();
    const installer = byTouch(page);
    const { address, hostname, code, compared } = form(page);
    await address.fill(`digiserver.test:${server.port}`);
    await installer.press(page.getByRole('button', { name: 'Network', exact: true }));
    await installer.press(page.getByRole('button', { name: 'Proxy settings' }));
    await installer.write(page.getByLabel('Proxy address'), `127.0.0.1:${proxy.port}`);
    await installer.write(page.getByLabel('User name at the proxy'), 'screen');
    await installer.write(page.getByLabel('Password at the proxy'), 'secret');
    await installer.leave();
    await installer.press(page.getByRole('button', { name: 'Use this proxy' }));
    await hostname.fill(HOSTNAME);
    await code.fill(CODE);
    await installer.press(compared);
    await installer.send();
    await expectMiddle(page, 'red');
    expect(new Set(proxy.places)).toEqual(new Set([`digiserver.test:${server.port}`]));
  } finally {
    await proxy.stop();
  }
});
