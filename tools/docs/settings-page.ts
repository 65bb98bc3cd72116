import { format } from 'prettier';
import { settingRows, type SettingRow } from './setting-rows.ts';

/** Where the page lies, from the project's folder. */
export const settingsPage = 'docs/settings.md';

const opening = `<!-- Made by \`npm run docs\` from the schema of the settings; a test compares the two. -->

# All settings

Later wins: defaults < what was stored < provisioning file < environment < command line.
\`digiplayer config check FILE\` says what a file means, and \`digiplayer config export\` writes the settings of a screen.

- _Setting_ is the name in \`settings.json\` of the data folder, where the screen keeps what was changed on it.
- _ini_ is the key in \`player_config.ini\`, _JSON_ the key in \`app_config.json\`; a section in front of the point.
  Both files understand the keys of both.
- On the command line each is the environment's name in small letters: \`DIGIPLAYER_LOG_LEVEL\` is \`--log-level=debug\`.
  Secrets are taken from the environment or a file only, since all users of a machine may read a command line.
- True and false may be written as yes and no, on and off, 1 and 0.
`;

/** What the sections of the files are called on the page. */
const titles: Readonly<Record<string, string>> = {
  server: 'Server',
  player: 'Screen',
  display: 'Display and power',
  security: 'Trust',
  connection: 'Connection',
  cache: 'Storage',
  logging: 'Log',
};
const columns = ['Setting', 'What it does', 'Default', 'Unit', 'Allowed', 'ini', 'JSON', 'Environment'];

/** The text of docs/settings.md: one table for each section, formed as Prettier forms it. */
export async function settingsPageText(): Promise<string> {
  const rows = settingRows();
  const sections = [...new Set(rows.map(({ section }) => section))];
  const tables = sections.map((section) => {
    const title = titles[section];
    if (title === undefined) throw new Error(`The section ${section} has no title in settings-page.ts.`);
    return `## ${title}\n\n${tableOf(rows.filter((row) => row.section === section))}`;
  });
  return format([opening, ...tables].join('\n\n'), {
    parser: 'markdown',
    printWidth: 110,
    singleQuote: true,
  });
}

function tableOf(rows: readonly SettingRow[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows.map(cellsOf)];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellsOf({ name, meaning, standard, unit, allowed, ini, json, environment }: SettingRow): string[] {
  return [
    `\`${name}\``,
    meaning,
    standard,
    unit,
    allowed,
    ini === null ? '' : `\`${ini.section}.${ini.key}\``,
    json === null ? '' : `\`${json.section}.${json.key}\``,
    `\`${environment}\``,
  ].map((cell) => cell.replaceAll('|', '\\|'));
}
