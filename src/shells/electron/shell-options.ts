/** What the Electron shell itself takes from its command line and environment; the rest are settings. */
export interface ShellOptions {
  /** Null: the system's usual place for this app. */
  readonly dataFolder: string | null;
  readonly configPath: string | null;
  readonly windowed: boolean;
  /** Which display to fill; null: what the settings say. */
  readonly display: string | null;
  /** Whether something else starts the player anew when it exits with `RESTART_EXIT_CODE`. */
  readonly supervised: boolean;
  /** `--autostart=on|off`: switch the start at login, then end; null: play. */
  readonly autostart: boolean | null;
  /** Every other `--name=value` and `--name`, in order; Chromium's own switches are among them. */
  readonly others: readonly (readonly [name: string, value: string])[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `args` (without the program's own path) and the environment; the
 * command line wins. What is unknown is left in `others`: Chromium and its wrappers add switches of their own.
 */
export function readShellOptions(args: readonly string[], environment: Environment): ShellOptions {
  const given = args.filter((arg) => arg.startsWith('--')).map(splitOption);
  const written = (name: string): string | undefined => given.findLast(([known]) => known === name)?.[1];
  const option = (name: string): string | null => {
    const value = written(name) ?? environment[`DIGIPLAYER_${name.replaceAll('-', '_').toUpperCase()}`];
    return value === undefined || value === '' ? null : value;
  };
  const own = new Set(['data-dir', 'config', 'windowed', 'display', 'shell', 'autostart']);
  return {
    dataFolder: option('data-dir'),
    configPath: option('config'),
    windowed: isYes(option('windowed')),
    display: option('display'),
    autostart: written('autostart') === undefined ? null : isYes(option('autostart')),
    supervised: isYes(environment['DIGIPLAYER_SUPERVISED'] ?? null),
    others: given.filter(([name]) => !own.has(name)),
  };
}

function splitOption(arg: string): readonly [string, string] {
  const [, name = '', value = 'true'] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
  return [name, value];
}

function isYes(value: string | null): boolean {
  return value !== null && ['1', 'true', 'yes', 'on'].includes(value.toLowerCase());
}
