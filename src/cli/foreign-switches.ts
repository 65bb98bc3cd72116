/**
 * The switches of Chromium, Electron and Node that reach a player of the Electron shell: packages, desktops, drivers and
 * debuggers add them by themselves. Every other option is a setting, or a slip of the pen. No setting's name is among them.
 */
const beginnings = [
  'enable-',
  'disable-',
  'force-',
  'ignore-',
  'allow-',
  'ozone-',
  'wayland-',
  'gpu-',
  'gtk-',
];
const moreBeginnings = ['remote-debugging-', 'remote-allow-', 'inspect-', 'trace-', 'host-', 'unsafely-'];
const names = [
  ...['no-sandbox', 'no-zygote', 'no-xshm', 'single-process', 'in-process-gpu', 'test-type', 'class', 'lang'],
  ...['use-gl', 'use-angle', 'use-vulkan', 'use-cmd-decoder', 'render-node-override', 'high-dpi-support'],
  ...['inspect', 'js-flags', 'v', 'vmodule', 'log-net-log', 'user-data-dir', 'password-store', 'user-agent'],
  ...['proxy-server', 'proxy-bypass-list', 'proxy-pac-url', 'proxy-auto-detect'],
  ...['autoplay-policy', 'alsa-output-device', 'audio-output-channels', 'updated', 'squirrel-firstrun'],
];

/** Whether an option of this name, without its dashes, belongs to Chromium, Electron or Node. */
export function isForeignSwitch(name: string): boolean {
  return names.includes(name) || [...beginnings, ...moreBeginnings].some((start) => name.startsWith(start));
}

/**
 * The player's own arguments in `process.argv` of Electron: without the binary, without the folder of the app that an unpackaged
 * one is started with, and without what macOS adds when a program is opened by a click (`-psn_0_12345`).
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  const args = argv.slice(1).filter((arg) => !arg.startsWith('-psn_'));
  const app = isPackaged ? -1 : args.findIndex((arg) => !arg.startsWith('-'));
  return args.filter((_, at) => at !== app);
}
