/** What a player exits with that asks to be started anew; the systemd units restart on it. */
export const RESTART_EXIT_CODE = 75;
/** The arguments are wrong; the next start would find them so, too. */
export const BAD_ARGUMENTS_EXIT_CODE = 2;
