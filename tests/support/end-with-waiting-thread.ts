import { createFolderReader } from '../../src/player/media/local-folder-reader.ts';
import { createSystemClock } from '../../src/shared/clock.ts';

/* Asks a thread for the folder of its argument, which never answers, and ends. */

const [, , path = ''] = process.argv;
const reader = createFolderReader(createSystemClock(), {
  file: new URL('./waiting-folder-thread.ts', import.meta.url),
  limits: { answerMs: 200 },
});
await reader.ask({ kind: 'list', path, endings: [] });
await reader.stop();
process.exit(0);
