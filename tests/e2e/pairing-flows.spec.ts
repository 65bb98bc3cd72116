import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '../simulator/certificate.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { CODE, expect, expectMiddle, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { byKeyboard, byTouch, form, type Installer } from '../support/e2e/installer.ts';

/** The two ways in which every flow must go: a screen on its side with keys, one upright with a finger. */
const ways = [
  {
    way: 'keyboard',
    installer: byKeyboard,
    orientation: 'Landscape',
    use: { viewport: { width: 1280, height: 720 } },
  },
  {
    way: 'touch',
    installer: byTouch,
    orientation: 'Portrait',
    use: { viewport: { width: 720, height: 1280 }, hasTouch: true },
  },
] as const;

const PASSWORD = 'Secret7';
const PIN = '4711';
const OTHER = { hostname: 'hall', code: 'HALL42' } as const;
const authCalls = (server: Simulator): number =>
  server.requests.filter(({ path }) => path === '/api/auth/player').length;
const inGroups = (fingerprint: string): string =>
  fingerprint.replaceAll(':', '').replace(/(.{4})(?=.)/g, '$1 ');
const where = (server: Simulator): string => `127.0.0.1:${server.port}`;

/** The sentence that stands beside a field. */
async function expectSaid(page: Page, sentence: RegExp): Promise<void> {
  await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible();
}

async function fillIn(page: Page, installer: Installer, server: Simulator): Promise<void> {
  const { address, hostname, code } = form(page);
  await installer.write(address, where(server));
  await installer.write(hostname, HOSTNAME);
  await installer.write(code, CODE);
}

for (const { way, installer, orientation, use } of ways) {
  test.describe(`by ${way} alone`, () => {
    test.use(use);
    test.skip(
      ({ shell }) => way === 'touch' && shell.name === 'electron',
      'Playwright gives no finger to an Electron window',
    );
    test.beforeEach(({ server }) => {
      server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
      server.updatePlayer(HOSTNAME, { orientation });
    });

    test('each failure is told beside its field, nothing typed is lost, and then the screen plays', async ({
      server,
      startScreen,
    }) => {
      const { page } = await startScreen();
      const hand = installer(page);
      const { address, code, compared } = form(page);

      await hand.write(address, '127.0.0.1:9');
      await expect(page.getByText(/^127\.0\.0\.1 is there, but nothing answers on port 9\./)).toBeVisible();
      await expect(address, 'nothing is red before its field was left').toHaveAttribute(
        'aria-invalid',
        'false',
      );
      await hand.leave();
      await expectSaid(page, /nothing answers on port 9\./);

      server.addFault({ match: { path: '/api/health' }, kind: 'status', status: 404 });
      await hand.write(address, where(server));
      await hand.leave();
      await expectSaid(page, /is not DigiServer\. Check/);
      server.clearFaults();

      await fillIn(page, hand, server);
      await expect(page.getByText(inGroups(server.certificate.fingerprint256))).toBeVisible();
      await hand.send();
      await expectSaid(page, /^Compare the fingerprint/);
      await expect(compared, 'the focus leads there').toBeFocused();
      expect(authCalls(server), 'nothing is sent before the certificate is confirmed').toBe(0);

      await hand.press(compared);
      await hand.write(code, 'WRONG');
      await hand.send();
      await expectSaid(page, /^This server says the name or the code is wrong\./);
      await expect(code).toHaveAttribute('aria-invalid', 'true');
      await expect(code).toBeFocused();
      await expect(address).toHaveValue(where(server));
      await expect(compared).toBeChecked();

      server.setRateLimit({ requests: 0, windowMs: 30_000 });
      await hand.write(code, CODE);
      await hand.send();
      await expectSaid(page, /^The server is asking for a pause\. Try again in \d+ seconds\.$/);
      server.setRateLimit(false);

      server.swapCertificate(makeCertificate());
      const before = authCalls(server);
      await hand.press(form(page).connect);
      await expectSaid(page, /^The certificate has changed since you compared it\./);
      expect(authCalls(server), 'nothing is sent to the new one').toBe(before);
      await expect(page.getByText(inGroups(server.certificate.fingerprint256))).toBeVisible();
      await expect(compared).not.toBeChecked();

      await hand.press(compared);
      await hand.press(form(page).connect);
      await expectMiddle(page, 'red');
    });

    test('a server that answers over http only needs a yes; a password stands in for the code', async ({
      startScreen,
    }) => {
      const plain = await startSimulator({
        protocol: 'http',
        players: [{ hostname: HOSTNAME, password: PASSWORD }],
        rateLimit: false,
      });
      try {
        plain.addUpload('green.png', readFileSync(join(import.meta.dirname, '../support/media/green.png')));
        plain.setPlaylist(HOSTNAME, [plain.itemFor('green.png')]);
        const { page } = await startScreen();
        const hand = installer(page);
        const { address, hostname, password, plainConsent, connect, button } = form(page);
        await hand.write(address, where(plain));
        await hand.write(hostname, HOSTNAME);
        await hand.press(button('Use a password instead'));
        await hand.write(password, PASSWORD);
        await expect(page.getByText('This connection is not encrypted')).toBeVisible();
        await hand.send();
        await expectSaid(page, /^This server only answers over http\. Allow/);
        expect(authCalls(plain)).toBe(0);
        await hand.press(plainConsent);
        await hand.press(connect);
        await expectMiddle(page, 'green');
      } finally {
        await plain.stop();
      }
    });

    test('a PIN is set with the pairing, progress is told, and only the PIN opens the settings then', async ({
      server,
      startScreen,
    }) => {
      const large = readFileSync(join(import.meta.dirname, '../../assets/demo/2-high-tide.mp4'));
      server.addUpload('high-tide.mp4', large);
      server.setPlaylist(HOSTNAME, [server.itemFor('high-tide.mp4')]);
      server.setThrottle(60_000);
      const { page } = await startScreen();
      const hand = installer(page);
      const { pin, wantsPin, compared, connect } = form(page);
      await fillIn(page, hand, server);
      await hand.press(wantsPin);
      await hand.write(pin, '12');
      await hand.press(compared);
      await hand.press(connect);
      await expectSaid(page, /^Enter a PIN of 4 to 12 digits/);
      await hand.write(pin, PIN);
      await hand.press(connect);
      const steps = page.getByRole('list');
      await expect(steps.getByText('Sign in, done')).toBeVisible();
      await expect(
        steps.getByText(/^0\sof\s1\sfile\s·\s[\d.]+\skB\sof\s37\d\skB\s·\s[\d.]+\skB\/s\s·\s\d+\ssec\sleft$/),
      ).toBeVisible();
      server.setThrottle(null);
      await expect(page.getByTestId('stage').locator('video').first()).toBeVisible();

      await openSettings(page, hand);
      const overlay = page.getByRole('dialog', { name: 'Screen settings' });
      await expect(overlay.getByLabel('Enter this screen’s PIN')).toBeVisible();
      for (const digit of PIN) await hand.press(overlay.getByRole('button', { name: digit, exact: true }));
      await hand.press(overlay.getByRole('button', { name: 'Open the settings' }));
      await expect(overlay.getByRole('tab', { name: 'Status' })).toBeVisible();
    });

    test('the doctor, the languages, the orientation and the samples leave what was typed as it was', async ({
      server,
      startScreen,
    }) => {
      const { page } = await startScreen();
      const hand = installer(page);
      const { address, hostname, code, compared, button } = form(page);
      await fillIn(page, hand, server);
      await hand.press(compared);

      await hand.press(button('Run diagnostics'));
      await expect(page.getByRole('listitem').filter({ hasText: 'Port: OK' })).toBeVisible();
      await hand.press(button('Back'));

      await choose(page, hand, 'Language', 'Deutsch');
      await expect(page.getByRole('heading', { name: 'Bildschirm verbinden' })).toBeVisible();
      await choose(page, hand, 'Sprache', 'English');

      await choose(page, hand, 'Orientation', way === 'touch' ? 'Landscape' : 'Portrait');
      const turned = page.locator('.panel');
      await expect(turned).toHaveAttribute('style', /rotate\(90deg\)/);
      await hand.press(button('Orientation'));
      await hand.press(button('Upside down? Flip it'));
      await expect(turned).toHaveAttribute('style', /rotate\(270deg\)/);
      await page.keyboard.press('Escape');
      await choose(page, hand, 'Orientation', 'From the server');
      await expect(turned).not.toHaveAttribute('style', /rotate/);

      await hand.press(button('Show me sample content'));
      const samples = page.getByTestId('samples');
      await expect(samples.locator('img, canvas').first()).toBeVisible();
      await expect
        .poll(() => samples.locator('video').evaluate((video: HTMLVideoElement) => video.readyState))
        .toBeGreaterThan(1);
      if (way === 'touch') await page.touchscreen.tap(300, 300);
      else await page.keyboard.press('x');
      await expect(samples).toHaveCount(0);
      await expect(button('Show me')).toBeFocused();

      await expect(address).toHaveValue(where(server));
      await expect(hostname).toHaveValue(HOSTNAME);
      await expect(code).toHaveValue(CODE);
      await expect(compared).toBeChecked();
      expect(authCalls(server)).toBe(0);
      expect(server.feedback).toEqual([]);
    });

    test('a screen that plays is connected anew from its settings, and plays on until then', async ({
      server,
      startScreen,
    }) => {
      server.addPlayer({ ...OTHER, orientation });
      server.setPlaylist(OTHER.hostname, [server.itemFor('green.png')]);
      const { page } = await startScreen(provisioned(server));
      await expectMiddle(page, 'red');
      const hand = installer(page);
      const { hostname, code, compared, connect, button } = form(page);
      await openSettings(page, hand);
      const overlay = page.getByRole('dialog', { name: 'Screen settings' });
      if (way === 'keyboard') {
        await expect(overlay.getByRole('tab', { name: 'Status' })).toBeFocused();
        await page.keyboard.press('ArrowRight');
      } else await hand.press(overlay.getByRole('tab', { name: 'Server' }));
      await hand.press(overlay.getByRole('button', { name: 'Pair again' }));
      await hand.press(overlay.getByRole('group').getByRole('button', { name: 'Pair again' }));
      await expect(page.getByRole('heading', { name: 'Connect this screen' })).toBeVisible();
      await expect(button('Show me'), 'there is content already').toHaveCount(0);
      await hand.press(button('Cancel'));
      await expectMiddle(page, 'red');

      await openSettings(page, hand);
      if (way === 'keyboard') {
        await expect(overlay.getByRole('tab', { name: 'Status' })).toBeFocused();
        await page.keyboard.press('ArrowRight');
      } else await hand.press(overlay.getByRole('tab', { name: 'Server' }));
      await hand.press(overlay.getByRole('button', { name: 'Pair again' }));
      await hand.press(overlay.getByRole('group').getByRole('button', { name: 'Pair again' }));
      await hand.write(hostname, OTHER.hostname);
      await hand.write(code, OTHER.code);
      await hand.press(compared);
      await hand.press(connect);
      await expectMiddle(page, 'green');
      // What works is not given up before somebody has seen the other one.
      const question = page.getByRole('alertdialog');
      await hand.press(question.getByRole('button', { name: 'Keep' }));
      await expect(question).toHaveCount(0);
      await expectMiddle(page, 'green');
    });
  });
}

async function openSettings(page: Page, { way }: Installer): Promise<void> {
  if (way === 'keyboard') await page.keyboard.press('Control+Alt+s');
  else for (let tap = 0; tap < 5; tap += 1) await page.touchscreen.tap(10, 10);
  await expect(page.getByRole('dialog', { name: 'Screen settings' })).toBeVisible();
}

/** Opens a menu and takes one of its choices: a finger taps it, keys move to it with the arrows. */
async function choose(page: Page, hand: Installer, menu: string, choice: string): Promise<void> {
  await hand.press(page.getByRole('button', { name: menu }));
  const wanted = page.getByRole('radio', { name: choice });
  if (hand.way === 'touch') await wanted.tap();
  else {
    await expect(page.getByRole('radio', { checked: true })).toBeFocused();
    for (let step = 0; step < 12 && !(await wanted.isChecked()); step += 1) {
      await page.keyboard.press('ArrowRight');
      await expect(page.getByRole('radio', { checked: true })).toBeFocused();
    }
  }
  await expect(wanted).toBeChecked();
  await page.keyboard.press('Escape');
}
