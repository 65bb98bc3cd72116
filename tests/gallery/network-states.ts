import type { Page } from '@playwright/test';
import { fail, ok } from '../../src/shared/result.ts';
import { translations, type Language } from '../../renderer/ui/i18n.ts';
import { defaultSettings } from '../../src/shared/settings-schema.ts';
import type { GalleryState } from './gallery-state.types.ts';
import { aloneWith, networkWith } from './network-world.ts';
import { newScreen, playingScreen } from './worlds.ts';

const open =
  (then?: (page: Page) => Promise<void>) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Network' }).click();
    await then?.(page);
  };

const chooseOffice = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /Harbour office/ }).click();
};

const changeAddress = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Change address' }).first().click();
  await page.getByText('Fixed', { exact: true }).click();
};

/** The network of the machine, as it is reached from the pairing screen and from the settings. */
export const networkStates: readonly GalleryState[] = [
  { name: 'network-list', title: 'Network: what is in reach', world: newScreen(), steps: open() },
  {
    name: 'network-unmanaged',
    title: 'Network: nobody to ask',
    world: newScreen({ network: networkWith({ state: fail('network-unmanaged', 'Nobody.') }) }),
    steps: open(),
  },
  ...(['no-adapter', 'off', 'blocked'] as const).map((wifi) => ({
    name: `network-${wifi}`,
    title: `Network: Wi-Fi ${wifi}`,
    world: newScreen({ network: aloneWith(wifi) }),
    steps: open(),
  })),
  {
    name: 'network-wrong-password',
    title: 'Network: the password was refused',
    world: newScreen(),
    steps: open(async (page) => {
      await chooseOffice(page);
      await page.getByLabel('Wi-Fi password').tap();
      await page.keyboard.insertText('open sesame');
      await page.getByRole('button', { name: 'Connect' }).tap();
      await page.getByRole('alert').filter({ hasText: 'refused' }).waitFor();
    }),
  },
  {
    name: 'network-hidden',
    title: 'Network: one that does not tell its name, by touch',
    world: newScreen(),
    steps: open(async (page) => {
      await page.getByRole('button', { name: 'Hidden network' }).tap();
      await page.getByLabel('Network name').tap();
    }),
  },
  {
    name: 'network-portal',
    title: 'Network: a page before it',
    world: newScreen({ network: networkWith({ join: ok({ connectivity: 'portal' }) }) }),
    steps: open(async (page) => {
      await page.getByRole('button', { name: /Harbour guests/ }).click();
      await page.getByRole('button', { name: 'Connect' }).click();
      await page.getByRole('status').filter({ hasText: 'sign-in' }).waitFor();
    }),
  },
  {
    name: 'network-address',
    title: 'Network: an address with faults',
    world: newScreen(),
    steps: open(async (page) => {
      await changeAddress(page);
      await page.getByLabel('IP address').fill('192.168.0.256');
      await page.getByLabel('Gateway, if there is one').fill('10.0.0.1');
      await page.getByLabel('DNS server', { exact: true }).fill('9.9');
      await page.getByRole('button', { name: 'Try it' }).click();
    }),
  },
  {
    name: 'network-trial',
    title: 'Network: an address that is tried',
    world: newScreen(),
    steps: open(async (page) => {
      await changeAddress(page);
      await page.getByRole('button', { name: 'Try it' }).click();
      await page.getByRole('alertdialog').waitFor();
    }),
  },
  {
    name: 'overlay-network',
    title: 'Overlay: the network',
    world: playingScreen(),
    steps: async (page) => {
      await page.getByTestId('stage').waitFor({ state: 'attached' });
      await page.keyboard.press('Control+Alt+s');
      await page.getByRole('tab', { name: 'Server' }).click();
      await open()(page);
      await page.getByRole('heading', { name: 'Wi-Fi networks' }).scrollIntoViewIfNeeded();
    },
  },
  ...(['de', 'hu', 'pt'] as const satisfies Language[]).map((language) => ({
    name: `network-list-${language}`,
    title: `Network: what is in reach, in ${language}`,
    world: newScreen({}, { settings: { ...defaultSettings(), language } }),
    steps: async (page: Page) => {
      await page.getByRole('button', { name: translations[language]['network.title'] }).click();
    },
  })),
];
