import { appendFileSync, existsSync } from 'node:fs';
import { onParentGone, tellMeantEnd } from '../../src/platform/machine/parent-process.ts';

/** A player that does as a file beside it says: `pretended-player.ts FOLDER`. Each start is a line in `starts`, each SIGTERM one in `told`. */
const folder = process.argv[2] ?? '';
const after = process.env['DIGIPLAYER_RESTARTED_AFTER'] ?? '';

process.on('SIGTERM', () => {
  appendFileSync(`${folder}/told`, `${process.pid}\n`);
  if (!existsSync(`${folder}/stubborn`)) process.exit(0);
});
process.on('SIGUSR2', () => process.exit(75));
process.on('SIGHUP', () => {
  tellMeantEnd();
  process.exit(0);
});
onParentGone(() => process.exit(0));
setInterval(() => undefined, 1_000);
appendFileSync(`${folder}/starts`, `${process.pid} ${after}\n`);
