import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeThrown } from '../../src/shared/result.ts';
import { makeUpdateKey, publicKeyOf, signUpdate } from './update-signer.ts';

/*
 * `npm run update:key -- FILE` makes the pair of keys of whoever builds players; `npm run update:sign -- --key FILE` signs the
 * packages in release/ as an update, and writes their manifest.json beside them.
 */

const root = join(import.meta.dirname, '../..');
try {
  await main(process.argv.slice(2));
} catch (thrown) {
  console.error(describeThrown(thrown));
  process.exitCode = 1;
}

async function main([what, ...words]: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { key: { type: 'string' }, packages: { type: 'string' }, page: { type: 'string' } },
  });
  if (what === 'key') {
    const [file] = positionals;
    if (file === undefined)
      throw new Error('Say into which file the private key goes: npm run update:key -- FILE');
    makeKey(resolve(file));
    return;
  }
  if (values.key === undefined)
    throw new Error('Say where the private key is: npm run update:sign -- --key FILE');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const folder = values.packages ?? join(root, 'release');
  const files = await signUpdate({ folder, version, keyFile: values.key, page: values.page ?? null });
  console.log(`manifest.json offers version ${version}: ${files.join(', ')}`);
  console.log(`Players with this public key take it: ${publicKeyOf(values.key)}`);
}

function makeKey(file: string): void {
  if (!relative(root, file).startsWith('..'))
    throw new Error('The private key does not belong into the source tree; name a file elsewhere.');
  const key = makeUpdateKey(file);
  console.log(
    `The private key is in ${file}. Keep it, and a copy, where no build machine and no repository has it.`,
  );
  console.log(`The public key, for "updateKeys" in package.json or DIGIPLAYER_UPDATE_KEYS: ${key}`);
}
