import type { StartOptions } from './command-line.ts';

/** The command line of Electron: the app, then the player's own options. As root Chromium refuses its sandbox. */
export function electronArguments(root: string, options: StartOptions): string[] {
  return [
    root,
    ...(options.dataFolder === null ? [] : [`--data-dir=${options.dataFolder}`]),
    ...(options.configPath === null ? [] : [`--config=${options.configPath}`]),
    ...(options.windowed ? ['--windowed'] : []),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...options.settings.map(([name, value]) => `--${name}=${value}`),
  ];
}
