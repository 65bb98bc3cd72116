import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Somebody who works the screen in one way only: by keys, or by a finger on the glass. */
export interface Installer {
  readonly way: 'keyboard' | 'touch';
  /** Replaces what is in a field. */
  write(field: Locator, text: string): Promise<void>;
  /** Presses a button, a tick or a choice. */
  press(target: Locator): Promise<void>;
  /** Is finished with the field that is being written. */
  leave(): Promise<void>;
  /** Sends the form. */
  send(): Promise<void>;
}

/** Nothing on these screens is further away than this many steps of the Tab key. */
const MOST_TABS = 40;

/** An installer with a cheap keyboard: Tab, letters, Space and Enter, and never a pointer. */
export function byKeyboard(page: Page): Installer {
  const reach = async (target: Locator): Promise<void> => {
    await expect(target).toBeVisible();
    for (let tab = 0; tab < MOST_TABS; tab += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`The Tab key does not lead to ${target.toString()}.`);
  };
  return {
    way: 'keyboard',
    async write(field, text) {
      await reach(field);
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Delete');
      await page.keyboard.type(text);
    },
    async press(target) {
      await reach(target);
      await page.keyboard.press('Space');
    },
    async leave() {
      await page.keyboard.press('Tab');
    },
    async send() {
      await page.keyboard.press('Enter');
    },
  };
}

/**
 * Taps where something is, as a person does: once, without looking again whether it is still there, and without putting the
 * keyboard away first.
 */
async function tapOnce(page: Page, target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (box === null) throw new Error(`${target.toString()} is nowhere to be tapped.`);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
}

/** An installer with a finger: taps, and the keys on the screen, which stay until they go by themselves. */
export function byTouch(page: Page): Installer {
  const keys = page.getByRole('region', { name: 'On-screen keyboard' });
  const tapKey = async (name: string): Promise<void> => {
    await keys.getByRole('button', { name, exact: true }).tap();
  };
  const typeOne = async (letter: string): Promise<void> => {
    if (letter === ' ') await tapKey('Space');
    else if ((await keys.getByRole('button', { name: letter, exact: true }).count()) > 0)
      await tapKey(letter);
    else {
      await tapKey('Capital letters');
      await tapKey(letter);
    }
  };
  return {
    way: 'touch',
    async write(field, text) {
      await tapOnce(page, field);
      await expectClearOfKeys(field, keys);
      for (let left = (await field.inputValue()).length; left > 0; left -= 1) await tapKey('Delete');
      for (const letter of text) await typeOne(letter);
      await expect(field).toHaveValue(text);
    },
    press: (target) => tapOnce(page, target),
    leave: () => tapKey('Hide the keyboard'),
    async send() {
      await tapOnce(page, page.getByRole('button', { name: 'Connect', exact: true }));
    },
  };
}

/** The keyboard is never over the field that it fills. */
async function expectClearOfKeys(field: Locator, keys: Locator): Promise<void> {
  await expect(keys).toBeVisible();
  await expect
    .poll(async () => {
      const [written, pressed] = [await field.boundingBox(), await keys.boundingBox()];
      return (
        written !== null && pressed !== null && written.y >= 0 && written.y + written.height <= pressed.y
      );
    })
    .toBe(true);
}

/** The fields and buttons of the pairing screen. */
export const form = (page: Page) =>
  ({
    address: page.getByLabel('Server address'),
    hostname: page.getByLabel('Name of this screen'),
    code: page.getByLabel('Quick-connect code', { exact: true }),
    password: page.getByLabel('Password', { exact: true }),
    pin: page.getByLabel('PIN for the settings', { exact: true }),
    compared: page.getByLabel('I compared it, and it matches'),
    plainConsent: page.getByLabel('Connect without encryption anyway'),
    wantsPin: page.getByLabel('Set a PIN for the settings'),
    connect: page.getByRole('button', { name: 'Connect', exact: true }),
    button: (name: string) => page.getByRole('button', { name }),
  }) as const;
