import { fail, ok, type Result, type Failed } from '../shared/result.ts';

const shellChoices = ['auto', 'electron', 'chromium'] as const;
type ShellChoice = (typeof shellChoices)[number];

/** What `npm start` is asked to do. */
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'start'; readonly options: StartOptions }
  | {
      readonly kind: 'command';
      readonly command: CommandName;
      readonly file: string | null;
      readonly json: boolean;
      readonly withSecrets: boolean;
      /** With doctor: the server to look at; null: the paired one. */
      readonly server: string | null;
      readonly options: StartOptions;
    };

type CommandName = 'unpair' | 'config check' | 'config export' | 'plays export' | 'doctor' | CacheCommandName;
export type CacheCommandName = 'cache status' | 'cache verify' | 'cache clear';

const cacheCommands: readonly CacheCommandName[] = ['cache status', 'cache verify', 'cache clear'];

export interface StartOptions {
  readonly shell: ShellChoice;
  /** As given; null: the usual place. */
  readonly dataFolder: string | null;
  readonly configPath: string | null;
  readonly windowed: boolean;
  /** False: serve, print the address, start no browser. */
  readonly launch: boolean;
  /** Switch the start at login on or off, and end; null: play. */
  readonly autostart: boolean | null;
  /** Settings that were given as options, `--playlist-poll-seconds=30`; not yet checked. */
  readonly settings: readonly (readonly [option: string, value: string])[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of `--help`. */
export const helpText = `DigiPlayer, a kiosk signage player for DigiServer v2.

  npm start -- [options]             play
  npm start -- unpair                forget the server; the next start asks for it
  npm start -- config check FILE     say what a configuration file means and what is wrong with it
  npm start -- config export         print this player's settings as a player_config.ini
  npm start -- cache status          say how much content is stored, and how much may be
  npm start -- cache verify          read every stored file again and drop what is rotten
  npm start -- cache clear           delete every file that no playlist needs
  npm start -- plays export          print the proof of play as CSV
  npm start -- doctor                look at the connection step by step and say what is wrong

  --shell=auto|electron|chromium     which window to use; auto: Electron where its binary is, else Chromium
  --data-dir=DIR                     where settings, credentials, media and logs are
  --config=FILE                      a player_config.ini, app_config.json or app_config.txt to start from
  --windowed                         a window in place of the whole screen
  --no-launch                        serve, print the address, start no browser (Chromium shell)
  --autostart=on|off                 start at this user's login with these options, or do not (Linux)
  --json                             with a command: answer in JSON
  --with-secrets                     with config export: the codes and the password, too
  --server=URL                       with doctor: look at this server, paired or not
  --help, --version

Each option is also taken from the environment: DIGIPLAYER_SHELL, DIGIPLAYER_DATA_DIR, DIGIPLAYER_CONFIG,
DIGIPLAYER_WINDOWED, DIGIPLAYER_NO_LAUNCH. Every setting can be given either way, such as --display=2 or
DIGIPLAYER_DISPLAY=2; secrets only by the environment or a file, since all users may read a command line.

Exit codes: 0 stopped, 1 failed to start, 2 bad arguments.
`;

const flags = ['windowed', 'no-launch', 'json', 'with-secrets', 'help', 'version'];
const secretOptions = ['quickconnect-code', 'password', 'auth-code'];

/**
 * Reads the arguments after `npm start --`; the command line wins over the environment. Fails with `bad-arguments` and a
 * sentence that names the argument.
 */
export function readCommandLine(args: readonly string[], environment: Environment): Result<CommandLine> {
  const split = splitArguments(args);
  if (!split.ok) return split;
  const { given, words } = split.value;
  const inEnvironment = (name: string): string | undefined =>
    environment[`DIGIPLAYER_${name.replaceAll('-', '_').toUpperCase()}`];
  const text = (name: string): string | null => nonEmpty(given.get(name)) ?? nonEmpty(inEnvironment(name));
  const flag = (name: string): boolean => isYes(given.get(name) ?? inEnvironment(name) ?? '');

  if (flag('help')) return ok({ kind: 'help' });
  if (flag('version')) return ok({ kind: 'version' });
  const shell = shellChoices.find((choice) => choice === (text('shell') ?? 'auto'));
  if (shell === undefined) return badArguments('--shell takes auto, electron or chromium.');
  const own = new Set(['shell', 'data-dir', 'config', 'server', 'autostart', ...flags]);
  const settings = [...given].filter(([name]) => !own.has(name));
  const secret = settings.find(([name]) => secretOptions.includes(name));
  if (secret !== undefined) {
    return badArguments(
      `--${secret[0]} is a secret: give it by the environment or a file, never on a command line.`,
    );
  }
  const options: StartOptions = {
    shell,
    dataFolder: text('data-dir'),
    configPath: text('config'),
    windowed: flag('windowed'),
    launch: !flag('no-launch'),
    autostart: given.has('autostart') ? flag('autostart') : null,
    settings,
  };
  if (words.length === 0) return ok({ kind: 'start', options });
  const server = nonEmpty(given.get('server'));
  return readCommand(words, { json: flag('json'), withSecrets: flag('with-secrets'), server, options });
}

interface Arguments {
  readonly given: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

function splitArguments(args: readonly string[]): Result<Arguments> {
  const given = new Map<string, string>();
  const words: string[] = [];
  for (const arg of args) {
    if (!arg.startsWith('-')) {
      words.push(arg);
      continue;
    }
    const [, name, value] = /^--([a-z][a-z-]*)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) return badArguments(`${arg} is not an option; --help lists them.`);
    if (value === undefined && !flags.includes(name))
      return badArguments(`--${name} needs a value: --${name}=…`);
    given.set(name, value ?? 'true');
  }
  return ok({ given, words });
}

function readCommand(
  words: readonly string[],
  rest: Omit<Extract<CommandLine, { kind: 'command' }>, 'kind' | 'command' | 'file'>,
): Result<CommandLine> {
  const [first, second, ...more] = words;
  if (first === 'unpair' && second === undefined) {
    return ok({ kind: 'command', command: 'unpair', file: null, ...rest });
  }
  if (first === 'doctor' && second === undefined) {
    return ok({ kind: 'command', command: 'doctor', file: null, ...rest });
  }
  const cacheCommand = cacheCommands.find((name) => name === `${first ?? ''} ${second ?? ''}`);
  if (cacheCommand !== undefined && more.length === 0) {
    return ok({ kind: 'command', command: cacheCommand, file: null, ...rest });
  }
  if (first === 'plays' && second === 'export' && more.length === 0) {
    return ok({ kind: 'command', command: 'plays export', file: null, ...rest });
  }
  if (first === 'config' && second === 'export' && more.length === 0) {
    return ok({ kind: 'command', command: 'config export', file: null, ...rest });
  }
  if (first === 'config' && second === 'check') {
    const [file, ...others] = more;
    if (file === undefined || others.length > 0) return badArguments('config check takes one file.');
    return ok({ kind: 'command', command: 'config check', file, ...rest });
  }
  return badArguments(`"${words.join(' ')}" is not a command; --help lists them.`);
}

function badArguments(sentence: string): Failed {
  return fail('bad-arguments', sentence);
}

function nonEmpty(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

function isYes(value: string): boolean {
  return ['1', 'true', 'yes', 'on'].includes(value.toLowerCase());
}
