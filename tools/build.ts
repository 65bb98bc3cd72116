import { join } from 'node:path';
import { writeLicences } from '../build/licences.ts';
import { runSilently } from './run-silently.ts';

/*
 * `npm run build`: the five bundles, one after the other; the command line comes last, since the age of its file says how
 * old the build is. It prints nothing unless one of them fails.
 */

const root = join(import.meta.dirname, '..');
const bundles = ['renderer', 'main', 'preload', 'threads', 'cli'];

// Whoever builds, a test too, builds what is shipped: without this a test's React would be the one for development.
process.env['NODE_ENV'] = 'production';

for (const bundle of bundles) {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { code, output } = runSilently([vite, 'build', '-c', `vite.${bundle}.config.ts`], root);
  if (code === 0) continue;
  process.stderr.write(output);
  process.exitCode = code;
  break;
}
// What was built says what others wrote of it.
if (process.exitCode === undefined) writeLicences();
