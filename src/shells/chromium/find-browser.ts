import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface BrowserSearch {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isExecutable: (path: string) => boolean;
}

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];

/**
 * The path of the machine's Chromium, Chrome or Edge, in this order; null where none is. `DIGIPLAYER_BROWSER` names one
 * outright.
 */
export function findBrowser(search: BrowserSearch = thisMachine()): string | null {
  const named = search.environment['DIGIPLAYER_BROWSER'] ?? '';
  if (named !== '') return search.isExecutable(named) ? named : null;
  return candidates(search).find((path) => search.isExecutable(path)) ?? null;
}

/** How this machine is searched. */
export function thisMachine(): BrowserSearch {
  return {
    platform: process.platform,
    environment: process.env,
    isExecutable: (path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
  };
}

function candidates({ platform, environment }: BrowserSearch): string[] {
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map(
      (name) => environment[name] ?? '',
    );
    const programs = [
      'Chromium/Application/chrome.exe',
      'Google/Chrome/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ];
    return programs.flatMap((program) => roots.filter(Boolean).map((root) => join(root, program)));
  }
  if (platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const everywhere = [...new Set([...folders, '/usr/bin', '/snap/bin'])];
  return commands.flatMap((command) => everywhere.map((folder) => join(folder, command)));
}
