/** A command of the player: what is done in place of playing, before any window, in both shells and every package. */
export interface CommandRow {
  /** What has to follow the command's own words. */
  readonly operand?: string;
  readonly meaning: string;
}

/** Every command, in the order of the help. */
export const commandTable = {
  status: { meaning: 'say what the screen does and what needs attention' },
  unpair: { meaning: 'forget the server; the next start asks for it' },
  'pin reset': { meaning: "take the settings' PIN away, where it is forgotten" },
  'config check': {
    operand: 'FILE',
    meaning: 'say what a configuration file means and what is wrong with it',
  },
  'config export': { meaning: "print this player's settings as a player_config.ini" },
  'cache status': { meaning: 'say how much content is stored, and how much may be' },
  'cache verify': { meaning: 'read every stored file again and drop what is rotten' },
  'cache clear': { meaning: 'delete every file that no playlist needs' },
  'plays export': { meaning: 'print the proof of play as CSV' },
  'bundle make': { meaning: 'write the playlist of a screen into one file for a stick' },
  'update status': { meaning: 'say which version is started, which one is taken back and what waits' },
  'update check': { meaning: 'have the player look for a newer version of itself' },
  'update now': { meaning: 'have the player start a newer version at the next boundary' },
  screenshot: { meaning: 'say where the newest picture of the screen is' },
  diagnostics: { meaning: 'write one zip that explains this screen, without secrets' },
  doctor: { meaning: 'look at the connection step by step and say what is wrong' },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandName = keyof typeof commandTable;

export const commandNames = Object.keys(commandTable) as CommandName[];

/** What the command takes, as the help writes it; null: nothing. */
export function operandOf(name: CommandName): string | null {
  const row: CommandRow = commandTable[name];
  return row.operand ?? null;
}

/** What a command knows of the program that it runs in. */
export interface CommandSurroundings {
  readonly appVersion: string;
  /** Whose signature this build takes for its updates. */
  readonly updateKeys: readonly string[];
  /** The shell that a start would choose; null: there is none. */
  readonly shell: () => 'electron' | 'chromium' | null;
}
