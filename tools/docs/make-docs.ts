import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsPage, settingsPageText } from './settings-page.ts';

/* `npm run docs`: writes the pages of docs/ that are made from the code. */

const root = join(import.meta.dirname, '../..');
writeFileSync(join(root, settingsPage), await settingsPageText());
process.stdout.write(`${settingsPage} is written.\n`);
