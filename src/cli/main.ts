import { join } from 'node:path';
import { build, isBuildFresh } from './fresh-build.ts';
import { launch } from './launch.ts';

/* `npm start`: builds what is missing or old, and starts what was built. */

const root = join(import.meta.dirname, '../..');
process.exitCode = await launch({ root, program: 'npm start --', isPlain: false, prepareBundles });

async function prepareBundles(): Promise<boolean> {
  if (isBuildFresh(root)) return true;
  console.error('Building the player …');
  const isBuilt = await build(root, (output) => process.stderr.write(output));
  if (!isBuilt) console.error('The player could not be built; the lines above say why.');
  return isBuilt;
}
