import { appendFileSync, existsSync } from 'node:fs';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { tellMeantEnd } from '../../src/platform/machine/parent-process.ts';
import { createStandstillWatch } from '../../src/platform/machine/standstill-watch.ts';
import { OLD_SVG_ROOT } from './old-svg-root.ts';

/*
 * A player whose main thread stands still for good in its first run: `standing-player.ts FOLDER`. Each start is a line in
 * `starts`. With a file `calm` in the folder it stands nowhere, and waits for its end.
 */
const folder = process.argv[2] ?? '';
const isFirst = !existsSync(`${folder}/starts`);
createStandstillWatch({ log: createSilentLog(), successor: null, limitMs: 1_000 }).start();
appendFileSync(`${folder}/starts`, `${process.pid} ${process.env['DIGIPLAYER_RESTARTED_AFTER'] ?? ''}\n`);
setInterval(() => undefined, 1_000);
if (!existsSync(`${folder}/calm`)) {
  setTimeout(() => {
    if (isFirst) OLD_SVG_ROOT.test(`${'<!---->'.repeat(50)}x`);
    tellMeantEnd();
    process.exit(0);
  }, 200);
}
