import { app } from 'electron';

/*
 * Electron's entry imports this before anything else, so that it has run when the first other module does: it is the one
 * module that acts on import, and it uses nothing that can throw.
 */

// Everything in the data folder is for its owner alone, whichever library makes the file.
process.umask(0o077);

/**
 * Electron answers an error of its entry with a box on the screen, or with nothing, and lives on without a window
 * (lib/browser/init.ts): whoever started it would wait for ever.
 */
function endWithSentence(thrown: unknown): void {
  const [reason] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
  process.stderr.write(`DigiPlayer could not start: ${reason ?? ''}\n`);
  app.exit(1);
}

process.on('uncaughtException', endWithSentence).on('unhandledRejection', endWithSentence);

/** From here on what nobody catches is answered by whoever calls this. */
export function endEntryGuard(): void {
  process.off('uncaughtException', endWithSentence).off('unhandledRejection', endWithSentence);
}
