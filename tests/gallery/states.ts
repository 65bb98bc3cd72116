import type { Page } from '@playwright/test';
import type { BridgeEvents } from '../../src/shared/bridge.ts';
import { defaultSettings } from '../../src/shared/settings-schema.ts';
import { fail, ok } from '../../src/shared/result.ts';
import { findings } from './findings.ts';
import type { GalleryState } from './gallery-state.types.ts';
import { networkStates } from './network-states.ts';
import {
  certificate,
  emptyScreen,
  newScreen,
  otherCertificate,
  pinnedProbe,
  playingScreen,
  twoMonitors,
} from './worlds.ts';

export type { GalleryState } from './gallery-state.types.ts';

/** A lighthouse, in scripts that the ten languages are not written in. */
const nameInSixScripts = 'Φάρος · Маяк · منارة الميناء · מגדלור · दीपस्तंभ · ประภาคาร';

const address = '192.168.0.121';

async function fillIn(page: Page, code = 'LOBBY-4711'): Promise<void> {
  await page.getByLabel('Server address').fill(address);
  if (code !== '') await page.getByLabel('Quick-connect code').fill(code);
  await page.getByRole('status').filter({ hasText: /found/ }).first().waitFor();
}

async function compareAndConnect(page: Page): Promise<void> {
  await fillIn(page);
  await page.getByLabel('I compared it').check();
  await page.getByRole('button', { name: 'Connect' }).click();
}

const pairingStep =
  (payload: BridgeEvents['pairing-step']) =>
  async (page: Page): Promise<void> => {
    await compareAndConnect(page);
    await page.evaluate((step) => {
      window.galleryBridge?.emit('pairing-step', step);
    }, payload);
  };

const openOverlay = async (page: Page): Promise<void> => {
  await page.getByTestId('stage').waitFor({ state: 'attached' });
  await page.keyboard.press('Control+Alt+s');
};

const openTab =
  (tab: string, then?: (page: Page) => Promise<void>) =>
  async (page: Page): Promise<void> => {
    await openOverlay(page);
    await page.getByRole('tab', { name: tab }).click();
    await then?.(page);
  };

const press =
  (name: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name }).click();
  };

const downloading = {
  filesDone: 3,
  filesTotal: 8,
  bytesDone: 86_400_000,
  bytesTotal: 214_000_000,
  bytesPerSecond: 9_200_000,
  secondsLeft: 14,
};

const staleStick = fail('stick-older', 'The playlist on the stick is older.').error;

const pairing: readonly GalleryState[] = [
  { name: 'pairing-new', title: 'Pairing: a new screen', world: newScreen(), mustFit: true },
  {
    name: 'pairing-found',
    title: 'Pairing: the server is found',
    world: newScreen(),
    mustFit: true,
    steps: fillIn,
  },
  {
    name: 'pairing-compared',
    title: 'Pairing: compared, the button has the focus',
    world: newScreen(),
    mustFit: true,
    steps: async (page) => {
      await fillIn(page);
      await page.getByLabel('I compared it').check();
      await page.keyboard.press('Tab');
    },
  },
  {
    name: 'pairing-worst-case',
    title: 'Pairing: every warning, nothing confirmed',
    world: newScreen({
      probe: ok({
        ...pinnedProbe,
        certificate: { ...certificate, warnings: ['expired', 'name-mismatch', 'self-signed', 'weak-key'] },
      }),
    }),
    mustFit: true,
    steps: async (page) => {
      await fillIn(page);
      await page.getByRole('button', { name: 'Connect' }).click();
    },
  },
  {
    name: 'pairing-not-found',
    title: 'Pairing: nothing answers',
    world: newScreen({ probe: fail('offline', 'Nothing answers.') }),
    mustFit: true,
    steps: async (page) => {
      await page.getByLabel('Server address').fill('192.168.0.112');
      await page.keyboard.press('Tab');
      await page.getByRole('alert').filter({ hasText: 'Nothing answers' }).waitFor();
    },
  },
  {
    name: 'pairing-port-refused',
    title: 'Pairing: the port was forgotten',
    world: newScreen({
      probe: fail('port-refused', 'Refused.', { host: '192.168.0.121', port: 443, field: 'address' }),
    }),
    mustFit: true,
    steps: async (page) => {
      await page.getByLabel('Server address').fill(address);
      await page.keyboard.press('Tab');
      await page.getByRole('button', { name: 'Try' }).first().waitFor();
    },
  },
  {
    name: 'pairing-plain',
    title: 'Pairing: only http answers',
    world: newScreen({
      probe: ok({ url: 'http://192.168.0.121', mode: 'plain', certificate: null, version: '2.3.0' }),
    }),
    mustFit: true,
    steps: fillIn,
  },
  {
    name: 'pairing-wrong-code',
    title: 'Pairing: the code is wrong',
    world: newScreen({ pair: fail('wrong-code', 'Wrong.', { field: 'secret' }) }),
    mustFit: true,
    steps: compareAndConnect,
  },
  {
    name: 'pairing-password',
    title: 'Pairing: by password, in German',
    world: newScreen({}, { locale: 'de-DE' }),
    mustFit: true,
    steps: async (page) => {
      await page.getByLabel('Adresse des Servers').or(page.locator('input').first()).first().fill(address);
      await page.locator('.pairing-fields .is-link').nth(1).click();
      await page.locator('.fingerprint').waitFor();
    },
  },
  {
    name: 'pairing-pin',
    title: 'Pairing: a PIN is wanted',
    world: newScreen(),
    mustFit: true,
    steps: async (page) => {
      await fillIn(page);
      await page.getByLabel('Set a PIN').check();
      await page.getByLabel('I compared it').check();
      await page.getByRole('button', { name: 'Connect' }).click();
    },
  },
  {
    name: 'pairing-languages',
    title: 'Pairing: the list of languages',
    world: newScreen(),
    mustFit: true,
    steps: press('Language'),
  },
  {
    name: 'pairing-keyboard-address',
    title: 'Pairing: keys for the address',
    world: newScreen(),
    steps: async (page) => {
      await page.getByLabel('Server address').tap();
      await page.getByRole('button', { name: '9', exact: true }).tap();
    },
  },
  {
    name: 'pairing-keyboard-code',
    title: 'Pairing: keys for the code',
    world: newScreen(),
    steps: async (page) => {
      await page.getByLabel('Quick-connect code').tap();
    },
  },
  {
    name: 'pairing-keyboard-text',
    title: 'Pairing: keys for the name',
    world: newScreen(),
    steps: async (page) => {
      await page.getByLabel('Name of this screen').tap();
    },
  },
  {
    name: 'pairing-orientation',
    title: 'Pairing: which way up',
    world: newScreen(),
    steps: async (page) => {
      await page.getByRole('button', { name: 'Orientation' }).click();
    },
  },
  {
    name: 'pairing-no-network',
    title: 'Pairing: no network',
    world: newScreen({}, { addresses: [] }),
    mustFit: true,
  },
  {
    name: 'pairing-show-me',
    title: 'Pairing: sample content',
    world: newScreen(),
    steps: async (page) => {
      await page.getByRole('button', { name: 'Show me sample content' }).tap();
      await page.getByTestId('samples').locator('img, canvas').first().waitFor();
    },
  },
  {
    name: 'pairing-doctor',
    title: 'Pairing: the connection doctor',
    world: newScreen({ doctor: findings }),
    steps: async (page) => {
      await page.getByLabel('Server address').fill(address);
      await press('Run diagnostics')(page);
    },
  },
  {
    name: 'pairing-doctor-looks',
    title: 'Pairing: the doctor looks',
    world: newScreen({ doctor: 'never-answers' }),
    steps: press('Run diagnostics'),
  },
  {
    name: 'pairing-progress-reach',
    title: 'Pairing: under way',
    world: newScreen(),
    mustFit: true,
    steps: compareAndConnect,
  },
  {
    name: 'pairing-progress-download',
    title: 'Pairing: downloading',
    world: newScreen(),
    mustFit: true,
    steps: pairingStep({ step: 'download', progress: downloading }),
  },
];

/** The longest words of the ten languages, where they have the least room. */
const inOtherLanguages = (['de', 'fr', 'hu', 'pl', 'pt'] as const).map((language): GalleryState => ({
  name: `pairing-worst-case-${language}`,
  title: `Pairing: every warning (${language})`,
  world: newScreen(
    {
      probe: ok({
        ...pinnedProbe,
        certificate: { ...certificate, warnings: ['expired', 'name-mismatch', 'self-signed', 'weak-key'] },
      }),
    },
    { settings: { ...defaultSettings(), language } },
  ),
  mustFit: true,
  steps: async (page) => {
    await page.locator('[data-field="address"]').fill(address);
    await page.locator('[data-field="secret"]').fill('LOBBY-4711');
    await page.locator('.pairing-check input').waitFor();
    await page.locator('button[type="submit"]').click();
  },
}));

/** Hours with a pause, past midnight, and other ones at Christmas. */
const withHours = (language: 'en' | 'de') => ({
  ...defaultSettings(),
  language,
  screenHours:
    'mon-thu 07:00-22:00; fri 07:00-02:00; sat 09:00-13:00,15:00-23:00; sun off; 2026-12-24 08:00-14:00; 2026-12-25..2026-12-26 off',
});
const updated = {
  phase: 'idle',
  previous: null,
  staged: null,
  result: { version: '1.1.0', rolledBackFor: null, at: '2026-01-14T03:31:00.000Z' },
  failure: null,
} as const;
const showUpdates = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Update now' }).scrollIntoViewIfNeeded();
};

const panelWithHours = {
  state: 'on',
  reason: 'hours',
  until: '2026-03-02T22:00:00.000Z',
  hours: { text: withHours('en').screenHours, by: 'technician' },
  answer: {
    means: 'cec',
    asked: 'on',
    verified: 'yes',
    detail: 'The panel answered on.',
    at: '2026-03-02T07:00:01.000Z',
  },
} as const;

const chooseDays =
  (...days: readonly string[]) =>
  async (page: Page): Promise<void> => {
    const week = page.locator('.week-bars').first();
    for (const day of days) await week.getByRole('button', { name: day }).click();
    await page.locator('.window-row').first().scrollIntoViewIfNeeded();
  };
/** By the clock of the page that shows it. */
const inTwelveSeconds = new Date(Date.now() + 12_000).toISOString();

const overlay: readonly GalleryState[] = [
  {
    name: 'overlay-pin',
    title: 'Overlay: the PIN pad',
    world: playingScreen({ pin: { isSet: true, lockedOutSeconds: 0 } }),
    steps: async (page) => {
      await openOverlay(page);
      await page.keyboard.type('4711');
    },
  },
  {
    name: 'overlay-pin-locked-out',
    title: 'Overlay: too many wrong PINs',
    world: playingScreen({ pin: { isSet: true, lockedOutSeconds: 95 } }),
    steps: openOverlay,
  },
  {
    name: 'overlay-status',
    title: 'Overlay: status',
    world: playingScreen(),
    steps: openTab('Status'),
  },
  {
    name: 'overlay-status-problems',
    title: 'Overlay: status with problems',
    world: playingScreen({
      connection: 'offline',
      progress: downloading,
      playlist: { version: '41', items: 8, offered: '42', staged: null },
      cache: { usedBytes: 10_100_000_000, limitBytes: 10_737_418_240, freeBytes: 1_900_000_000 },
      outbox: { pending: 214, oldest: '2026-03-01T22:10:00.000Z' },
      problems: [fail('offline', 'No network.').error, fail('disk-full', 'The disk is full.').error],
    }),
    steps: openTab('Status'),
  },
  {
    name: 'overlay-status-stick',
    title: 'Overlay: status, a stick was refused',
    world: playingScreen({
      connection: 'offline',
      problems: [staleStick],
      stick: { at: '2026-03-02T08:41:00.000Z', outcome: 'refused', failure: staleStick },
    }),
    steps: openTab('Status'),
  },
  { name: 'overlay-server', title: 'Overlay: server', world: playingScreen(), steps: openTab('Server') },
  {
    name: 'overlay-server-refused',
    title: 'Overlay: a certificate was refused',
    world: playingScreen({
      connection: 'untrusted',
      trust: { mode: 'pinned', current: certificate, announced: null, refused: otherCertificate },
    }),
    steps: openTab('Server', press('Trust this certificate')),
  },
  {
    name: 'overlay-another-certificate',
    title: 'Overlay: another certificate is compared',
    world: playingScreen(),
    steps: openTab('Server', async (page) => {
      await press('Use another certificate')(page);
      await page.getByText('Shown by the server now').scrollIntoViewIfNeeded();
    }),
  },
  {
    name: 'overlay-server-trial',
    title: 'Another server is tried',
    world: playingScreen({
      serverTrial: {
        until: inTwelveSeconds,
        server: 'https://signage.lighthouse.example',
        before: 'https://192.168.0.121',
      },
    }),
    steps: async (page) => {
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'overlay-doctor',
    title: 'Overlay: the connection doctor',
    world: playingScreen({}, { doctor: findings }),
    steps: openTab('Server', async (page) => {
      await press('Run diagnostics')(page);
      await page.locator('.doctor-verdict').waitFor();
    }),
  },
  {
    name: 'overlay-pair-again',
    title: 'Pairing over content: left alone',
    world: playingScreen(),
    steps: openTab('Server', async (page) => {
      await page.clock.install();
      await press('Pair again')(page);
      await press('Pair again')(page);
      await page.locator('.fingerprint').waitFor();
      await page.clock.fastForward(100_000);
      await page.getByRole('timer').waitFor();
    }),
  },
  { name: 'overlay-display', title: 'Overlay: display', world: playingScreen(), steps: openTab('Display') },
  {
    name: 'overlay-display-trial',
    title: 'Overlay: a look is tried, on one of two monitors',
    world: playingScreen({ trial: { until: inTwelveSeconds } }, { displays: twoMonitors }),
    steps: openTab('Display', async (page) => {
      await page.getByText('2 · DELL U2415').waitFor();
    }),
  },
  {
    name: 'overlay-test-pattern',
    title: 'Overlay: the test pattern',
    world: playingScreen(),
    steps: openTab('Display', press('Show the test pattern')),
  },
  { name: 'overlay-storage', title: 'Overlay: storage', world: playingScreen(), steps: openTab('Storage') },
  {
    name: 'overlay-storage-left-out',
    title: 'Overlay: files that are left out, and a check that runs',
    world: playingScreen(
      {
        problems: [
          fail('item-left-out', 'x', { file: 'waves.mp4', reason: 'undecodable' }).error,
          fail('item-left-out', 'x', { file: 'menu-of-the-week.pdf', reason: 'not-found' }).error,
        ],
      },
      { verifying: { done: 12, total: 48 } },
    ),
    steps: openTab('Storage', async (page) => {
      await page.getByRole('progressbar').waitFor();
    }),
  },
  {
    name: 'overlay-storage-keyboard',
    title: 'Overlay: keys for the limit',
    world: playingScreen(),
    steps: openTab('Storage', async (page) => {
      await page.getByLabel('Storage limit').tap();
    }),
  },
  {
    name: 'overlay-storage-verified',
    title: 'Overlay: the cache was checked',
    world: playingScreen(),
    steps: openTab('Storage', press('Check all files')),
  },
  { name: 'overlay-logs', title: 'Overlay: logs', world: playingScreen(), steps: openTab('Logs') },
  {
    name: 'overlay-diagnostics',
    title: 'Overlay: where the diagnostics go',
    world: playingScreen(),
    steps: openTab('Logs', press('Export diagnostics')),
  },
  {
    name: 'overlay-diagnostics-written',
    title: 'Overlay: the diagnostics are written',
    world: playingScreen(),
    steps: openTab('Logs', async (page) => {
      await press('Export diagnostics')(page);
      await press('Stick or card')(page);
      await page.getByRole('img', { name: 'Where the file is' }).waitFor();
    }),
  },
  {
    name: 'overlay-logs-keyboard',
    title: 'Overlay: letters with accents for a search',
    world: playingScreen(),
    steps: openTab('Logs', async (page) => {
      await page.getByLabel('Search the lines').tap();
      await page.getByRole('button', { name: 'Letters with accents' }).tap();
    }),
  },
  {
    name: 'overlay-security',
    title: 'Overlay: security',
    world: playingScreen(),
    steps: openTab('Security'),
  },
  {
    name: 'overlay-security-pin',
    title: 'Overlay: the PIN is to be removed',
    world: playingScreen({ pin: { isSet: true, lockedOutSeconds: 0 } }),
    steps: async (page) => {
      await openOverlay(page);
      await page.keyboard.type('4711');
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Security' }).click();
      await press('Remove the PIN')(page);
    },
  },
  { name: 'overlay-power', title: 'Overlay: power', world: playingScreen(), steps: openTab('Power') },
  {
    name: 'overlay-power-hours',
    title: 'Overlay: screen hours',
    world: playingScreen({ settings: withHours('en'), panel: panelWithHours }),
    steps: openTab('Power', chooseDays('Monday', 'Friday')),
  },
  {
    name: 'overlay-power-hours-de',
    title: 'Overlay: screen hours (de)',
    world: playingScreen({ settings: withHours('de'), panel: panelWithHours }),
    steps: openTab('Betrieb', chooseDays('Montag', 'Freitag')),
  },
  {
    name: 'overlay-power-update-waits',
    title: 'Overlay: a newer version waits for its hour',
    world: playingScreen({
      update: { ...updated, previous: '1.0.0', staged: '1.2.0' },
      appVersion: '1.1.0',
    }),
    steps: openTab('Power', showUpdates),
  },
  {
    name: 'overlay-power-update-back',
    title: 'Overlay: a version was taken back',
    world: playingScreen({
      update: { ...updated, result: { ...updated.result, version: '1.2.0', rolledBackFor: 'silent' } },
      appVersion: '1.1.0',
    }),
    steps: openTab('Power', showUpdates),
  },
  {
    name: 'overlay-power-question',
    title: 'Overlay: a question before the restart',
    world: playingScreen(),
    steps: openTab('Power', press('Restart the player')),
  },
];

const german = { settings: { ...defaultSettings(), language: 'de' } } as const;
const tabs = ['status', 'server', 'display', 'storage', 'logs', 'security', 'power'] as const;
const germanTab = (tab: string, place: number): GalleryState => ({
  name: `overlay-de-${tab}`,
  title: `Overlay in German: ${tab}`,
  world: playingScreen({ ...german, trial: null }, { displays: twoMonitors }),
  steps: async (page) => {
    await openOverlay(page);
    await page.getByRole('tab').nth(place).click();
  },
});
const overlayInGerman: readonly GalleryState[] = tabs.map(germanTab);

const standby: readonly GalleryState[] = [
  { name: 'standby-online', title: 'Standby: nothing to show', world: emptyScreen() },
  {
    name: 'standby-names',
    title: 'Standby: a name in six scripts',
    world: emptyScreen({ player: { ...playingScreen().snapshot.player, name: nameInSixScripts } }),
  },
  {
    name: 'standby-offline',
    title: 'Standby: the server is away',
    world: emptyScreen({ connection: 'offline' }),
  },
  {
    name: 'standby-first-sync',
    title: 'Standby: a provisioned screen fills its cache',
    world: emptyScreen({ state: 'syncing', progress: downloading }),
  },
];

export const states: readonly GalleryState[] = [
  ...pairing,
  ...networkStates,
  ...inOtherLanguages,
  ...overlay,
  ...overlayInGerman,
  ...standby,
];
