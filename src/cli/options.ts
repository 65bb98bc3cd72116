/** One of the player's own options; what is not in {@link ownOptions} may be a setting. */
export interface OptionRow {
  /** A flag stands alone or says yes or no; text follows `=` or is the next word. */
  readonly kind: 'flag' | 'text';
  /** What the help writes behind the name. */
  readonly operand?: string;
  /** Whether `DIGIPLAYER_` and the name in capitals in the environment says the same. */
  readonly inEnvironment: boolean;
  readonly meaning: string;
}

/** Every option but the settings, for both shells, in the order of the help. */
export const ownOptions = {
  shell: {
    kind: 'text',
    operand: '=auto|electron|chromium',
    inEnvironment: true,
    meaning: 'which window to use; auto: Electron where its binary is, else Chromium',
  },
  'data-dir': {
    kind: 'text',
    operand: '=DIR',
    inEnvironment: true,
    meaning: 'where settings, credentials, media and logs are',
  },
  config: {
    kind: 'text',
    operand: '=FILE',
    inEnvironment: true,
    meaning: 'a player_config.ini, app_config.json or app_config.txt to start from',
  },
  windowed: { kind: 'flag', inEnvironment: true, meaning: 'a window in place of the whole screen' },
  'no-launch': {
    kind: 'flag',
    inEnvironment: true,
    meaning: 'serve, print the address, start no browser (Chromium shell)',
  },
  autostart: {
    kind: 'text',
    operand: '=on|off',
    inEnvironment: false,
    meaning: "start at this user's login with these options, or do not",
  },
  json: { kind: 'flag', inEnvironment: true, meaning: 'with a command: answer in JSON' },
  'with-secrets': {
    kind: 'flag',
    inEnvironment: true,
    meaning: 'with config export: the codes and the password, too',
  },
  totals: {
    kind: 'flag',
    inEnvironment: false,
    meaning: 'with plays export: how often and how long, by day and item',
  },
  to: {
    kind: 'text',
    operand: '=DIR',
    inEnvironment: false,
    meaning: 'with diagnostics: where the zip goes, such as a stick',
  },
  watch: {
    kind: 'flag',
    inEnvironment: false,
    meaning: 'with status: again every two seconds, until Ctrl-C',
  },
  server: {
    kind: 'text',
    operand: '=URL',
    inEnvironment: false,
    meaning: 'with doctor, bundle make: this server, paired or not',
  },
  code: {
    kind: 'text',
    operand: '=CODE',
    inEnvironment: false,
    meaning: 'with bundle make: its code, where no others use this computer',
  },
  out: {
    kind: 'text',
    operand: '=FILE',
    inEnvironment: false,
    meaning: 'with bundle make: the file, or the folder for it',
  },
  panel: {
    kind: 'flag',
    inEnvironment: false,
    meaning: 'with doctor: turn the panel off and on by each means it has',
  },
  force: {
    kind: 'flag',
    inEnvironment: false,
    meaning: 'with doctor --panel: also while the player plays',
  },
  help: { kind: 'flag', inEnvironment: false, meaning: 'this text' },
  version: { kind: 'flag', inEnvironment: false, meaning: 'the version' },
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof ownOptions;

/** Whether `name` is one of the player's own options. */
export function isOwnOption(name: string): name is OptionName {
  return Object.hasOwn(ownOptions, name);
}
