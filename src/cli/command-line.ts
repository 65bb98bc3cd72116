import { parseArgs } from 'node:util';
import { fail, ok, type Failed, type Result } from '../shared/result.ts';
import { commandNames, commandTable, operandOf, type CommandName } from './commands.ts';
import { isOwnOption, ownOptions, type OptionName, type OptionRow } from './options.ts';

const shellChoices = ['auto', 'electron', 'chromium'] as const;
type ShellChoice = (typeof shellChoices)[number];

/** What the player is asked to do. */
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
      /** With plays export: sums in place of each showing. */
      readonly totals: boolean;
      /** With status: again and again. */
      readonly watch: boolean;
      /** With diagnostics: the folder for the zip; null: the data folder. */
      readonly to: string | null;
      /** With bundle make: the code of the screen, and where its list goes; null: not given. */
      readonly code: string | null;
      readonly out: string | null;
      /** With doctor: the server to look at; null: the paired one. With bundle make: whose list. */
      readonly server: string | null;
      /** With doctor: try the panel in place of the connection. */
      readonly panel: boolean;
      readonly force: boolean;
      readonly options: StartOptions;
    };

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

const COLUMN = 35;

/** The text of `--help`; `program` is how the player is called here, such as `npm start --` or `digiplayer`. */
export function helpText(program: string): string {
  const line = (left: string, meaning: string): string => `  ${left.padEnd(COLUMN)}${meaning}`;
  const commands = commandNames.map((name) =>
    line([program, name, operandOf(name) ?? ''].join(' ').trimEnd(), commandTable[name].meaning),
  );
  const options = Object.entries<OptionRow>(ownOptions).map(([name, { operand = '', meaning }]) =>
    line(`--${name}${operand}`, meaning),
  );
  const variables = Object.entries<OptionRow>(ownOptions)
    .filter(([, { inEnvironment }]) => inEnvironment)
    .map(([name]) => variableOf(name));
  return `DigiPlayer, a kiosk signage player for DigiServer v2.

${line(`${program} [options]`, 'play')}
${commands.join('\n')}

${options.join('\n')}

From the environment too: ${folded(variables)}.
Every setting can be given either way, such as --display=2 or DIGIPLAYER_DISPLAY=2; secrets only by the
environment or a file, since all users may read a command line.

Exit codes: 0 stopped, 1 failed to start, 2 bad arguments.
Of a command: 0 all is well, 1 something is not, 2 bad arguments; of status also 3, no player runs.
`;
}

/** Names in lines that are no longer than the others. */
function folded(names: readonly string[]): string {
  const half = Math.ceil(names.length / 2);
  return `${names.slice(0, half).join(', ')},\n${names.slice(half).join(', ')}`;
}

const secretOptions = ['quickconnect-code', 'password', 'auth-code'];

/** Options that stand beside ours and are none of our business. */
export type IsForeign = (name: string) => boolean;

/**
 * Reads the arguments of the player, for both shells; the command line wins over the environment, the last word over the first.
 * Fails with `bad-arguments` and a sentence that names the argument.
 */
export function readCommandLine(
  args: readonly string[],
  environment: Environment,
  isForeign: IsForeign = () => false,
): Result<CommandLine> {
  const split = splitArguments(args, isForeign);
  if (!split.ok) return split;
  const { given, words } = split.value;
  const said = (name: OptionName): string | null =>
    nonEmpty(given.get(name)) ??
    (ownOptions[name].inEnvironment ? nonEmpty(environment[variableOf(name)]) : null);
  const flag = (name: OptionName): boolean => isYes(said(name) ?? '');

  if (flag('help')) return ok({ kind: 'help' });
  if (flag('version')) return ok({ kind: 'version' });
  const shell = shellChoices.find((choice) => choice === (said('shell') ?? 'auto'));
  if (shell === undefined) return badArguments('--shell takes auto, electron or chromium.');
  const settings = [...given].filter(([name]) => !isOwnOption(name));
  const secret = settings.find(([name]) => secretOptions.includes(name));
  if (secret !== undefined) {
    return badArguments(
      `--${secret[0]} is a secret: give it by the environment or a file, never on a command line.`,
    );
  }
  const options: StartOptions = {
    shell,
    dataFolder: said('data-dir'),
    configPath: said('config'),
    windowed: flag('windowed'),
    launch: !flag('no-launch'),
    autostart: given.has('autostart') ? flag('autostart') : null,
    settings,
  };
  if (words.length === 0) return ok({ kind: 'start', options });
  return readCommand(words, {
    json: flag('json'),
    withSecrets: flag('with-secrets'),
    totals: flag('totals'),
    watch: flag('watch'),
    to: said('to'),
    server: said('server'),
    code: said('code'),
    out: said('out'),
    panel: flag('panel'),
    force: flag('force'),
    options,
  });
}

interface Arguments {
  readonly given: ReadonlyMap<string, string>;
  readonly words: readonly string[];
}

/** Settings whose value may be the next word as well: people type them with `bundle make`. */
const typedSettings = ['hostname', 'certificate-fingerprint'];

const parserOptions = {
  ...Object.fromEntries(typedSettings.map((name) => [name, { type: 'string' as const }])),
  ...Object.fromEntries(
    Object.entries<OptionRow>(ownOptions).map(([name, { kind }]) => [
      name,
      { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
    ]),
  ),
  help: { type: 'boolean' as const, short: 'h' },
  version: { type: 'boolean' as const, short: 'v' },
};

function splitArguments(args: readonly string[], isForeign: IsForeign): Result<Arguments> {
  const { tokens } = parseArgs({
    args: [...args],
    options: parserOptions,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option' || isForeign(token.name)) continue;
    const { name, rawName, value, inlineValue } = token;
    if (!/^[a-z][a-z-]*$/.test(name) || (!rawName.startsWith('--') && !isOwnOption(name)))
      return badArguments(`${rawName} is not an option; --help lists them.`);
    const isFlag = isOwnOption(name) && ownOptions[name].kind === 'flag';
    // The word behind an option that needs one is another option.
    const isMissing = value === undefined || (!inlineValue && value.startsWith('-'));
    if (isMissing && !isFlag) return badArguments(`--${name} needs a value: --${name}=…`);
    given.set(name, value ?? 'true');
  }
  return ok({ given, words });
}

function readCommand(
  words: readonly string[],
  rest: Omit<Extract<CommandLine, { kind: 'command' }>, 'kind' | 'command' | 'file'>,
): Result<CommandLine> {
  const said = words.join(' ');
  const command = commandNames.find((name) => said === name || said.startsWith(`${name} `));
  if (command === undefined) return badArguments(`"${said}" is not a command; --help lists them.`);
  const operands = words.slice(command.split(' ').length);
  const wanted = operandOf(command);
  if (wanted !== null && operands.length !== 1)
    return badArguments(`${command} takes one ${wanted.toLowerCase()}.`);
  if (wanted === null && operands.length > 0)
    return badArguments(`"${said}" is not a command; --help lists them.`);
  return ok({ kind: 'command', command, file: operands[0] ?? null, ...rest });
}

function variableOf(name: string): string {
  return `DIGIPLAYER_${name.replaceAll('-', '_').toUpperCase()}`;
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
