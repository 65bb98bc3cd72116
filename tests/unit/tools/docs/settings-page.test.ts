import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { settingNames } from '../../../../src/player/settings/setting-values.ts';
import { settingsPage, settingsPageText } from '../../../../tools/docs/settings-page.ts';

it('docs/settings.md is what `npm run docs` makes of the settings as they are', async () => {
  const text = readFileSync(settingsPage, 'utf8').replaceAll('\r\n', '\n');
  expect(text, 'run `npm run docs`').toBe(await settingsPageText());
});

it('has a row for every setting', async () => {
  const text = await settingsPageText();
  expect(settingNames.filter((name) => !text.includes(`\n| \`${name}\``))).toEqual([]);
});
