import { join } from 'node:path';
import { launch } from './launch.ts';

/* What the packages of the Chromium shell start: nothing is built there. */

const root = join(import.meta.dirname, '../..');
void launch({ root, program: 'digiplayer', isPlain: true, prepareBundles }).then((exitCode) => {
  process.exitCode = exitCode;
});

function prepareBundles(): Promise<boolean> {
  return Promise.resolve(true);
}
