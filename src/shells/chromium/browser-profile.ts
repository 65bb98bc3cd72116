import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writableFolder } from '../../platform/files/writable-folder.ts';

/** What a browser is started with so that its window is black before it has drawn anything. */
export interface BrowserProfile {
  readonly folder: string;
  /** To be added to the browser's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

const THEME = 'DigiPlayer';
const BLACK = '* { background: #000; background-color: #000; color: #fff; }\n';

/**
 * Prepares the browser's own folder (mode 700) in the data folder, or elsewhere where that cannot be written: nothing in it
 * has to last.
 *
 * On Linux a new window shows the colour of the GTK theme for about 50 ms and then that of Chromium's toolbar, before any
 * page has painted (seen at 60 frames a second). A GTK theme that is all black, and the profile's preference to follow
 * it, make both black.
 */
export function prepareBrowserProfile(dataFolder: string): BrowserProfile {
  const folder = writableFolder(join(dataFolder, 'browser'));
  writeOnce(
    join(folder, 'Default'),
    'Preferences',
    JSON.stringify({ extensions: { theme: { system_theme: 1 } } }),
  );
  for (const version of ['gtk-3.0', 'gtk-4.0']) {
    writeOnce(join(folder, 'share', 'themes', THEME, version), 'gtk.css', BLACK);
  }
  return {
    folder,
    environment:
      process.platform === 'linux' ? { XDG_DATA_HOME: join(folder, 'share'), GTK_THEME: THEME } : {},
  };
}

function writeOnce(folder: string, name: string, content: string): void {
  const path = join(folder, name);
  if (existsSync(path)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path, content, { mode: 0o600 });
}
