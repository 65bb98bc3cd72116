import { delimiter } from 'node:path';
import { expect, test } from '../support/e2e/fixtures.ts';
import { byTouch } from '../support/e2e/installer.ts';
import { makeFolder } from '../support/make-folder.ts';
import { putFakeNmcli, sampleNetwork } from '../support/network/fake-nmcli.ts';

test.use({ hasTouch: true });

test('a finger alone joins a Wi-Fi network and fixes an address, over what the machine says', async ({
  startScreen,
}, info) => {
  test.skip(process.platform !== 'linux', 'NetworkManager is of Linux');
  test.skip(info.project.name === 'electron', 'The shell does not matter to it');
  const { path, remove } = makeFolder();
  const network = sampleNetwork();
  const nmcli = putFakeNmcli(path, {
    ...network,
    // There is none to look for: nothing is sent anywhere.
    gateway: '',
    points: network.points.map((point) => ({
      ...point,
      password: point.password === null ? null : '4242',
    })),
  });
  const { page } = await startScreen({ PATH: `${path}${delimiter}${process.env['PATH'] ?? ''}` });
  const finger = byTouch(page);
  await finger.press(page.getByRole('button', { name: 'Network' }));
  await finger.press(page.getByRole('button', { name: 'Office' }));
  const password = page.getByLabel('Wi-Fi password');
  await finger.write(password, '4241');
  await finger.press(page.getByRole('button', { name: 'Connect' }));
  await expect(page.getByRole('alert').filter({ hasText: 'refused this password' })).toBeVisible();
  await finger.write(password, '4242');
  await finger.press(page.getByRole('button', { name: 'Connect' }));
  await expect(page.getByText('Connected to Office.')).toBeVisible();
  await finger.press(page.getByRole('button', { name: 'Change address' }).first());
  await finger.press(page.getByText('Fixed', { exact: true }));
  await finger.press(page.getByLabel('IP address'));
  const keys = page.getByRole('region', { name: 'On-screen keyboard' });
  await keys.getByRole('button', { name: 'Delete' }).tap();
  await keys.getByRole('button', { name: '7', exact: true }).tap();
  await finger.press(page.getByRole('button', { name: 'Try it' }));
  await finger.press(page.getByRole('button', { name: 'Keep' }));
  await expect(page.getByText('192.168.0.57 · Fixed')).toBeVisible();
  expect(nmcli.network().profiles.filter(({ isSaved }) => isSaved)).toHaveLength(3);
  expect(JSON.stringify(nmcli.asked())).not.toContain('4242');
  remove();
});
