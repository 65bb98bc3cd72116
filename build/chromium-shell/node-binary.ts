import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runTool } from '../linux-package/run-tool.ts';

/** As Node calls a processor. */
export type Processor = 'x64' | 'arm64';

/** A Node for a package: its program and its licence. */
export interface NodeForPackage {
  readonly version: string;
  readonly program: string;
  readonly licence: string;
}

const root = join(import.meta.dirname, '../..');
/** What npm says of each, so that nobody can slip another one in between; package.json holds the version. */
const packed: Readonly<Record<string, Readonly<Record<Processor, string>>>> = {
  '24.21.0': {
    x64: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    arm64: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
};

/**
 * The Node that runs everything here, for `processor`: the one that npm installed where it is this machine's, else npm's
 * package of the same version, kept in release/node. Throws a sentence when it cannot be had, or is not what it should be.
 */
export function nodeForPackage(processor: Processor): NodeForPackage {
  const { version } = readJson(join(root, 'node_modules/node/package.json'));
  const name = `node-linux-${processor}`;
  const installed = join(root, 'node_modules/node/node_modules', name);
  const folder = existsSync(join(installed, 'bin/node')) ? installed : fetchNode(name, version, processor);
  return { version, program: join(folder, 'bin/node'), licence: join(folder, 'LICENSE') };
}

function fetchNode(name: string, version: string, processor: Processor): string {
  const folder = join(root, 'release/node', `${name}-${version}`);
  if (existsSync(join(folder, 'bin/node'))) return folder;
  const integrity = packed[version]?.[processor];
  if (integrity === undefined)
    throw new Error(`build/chromium-shell/node-binary.ts names no hash of ${name} ${version}.`);
  const work = `${folder}.new`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  runTool('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work]);
  const [file = ''] = readdirSync(work);
  const bytes = readFileSync(join(work, file));
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (found !== integrity)
    throw new Error(`${name} ${version} came as ${found}, which is not the known one.`);
  const members = ['package/bin/node', 'package/LICENSE'];
  runTool('tar', ['-xzf', join(work, file), '-C', work, '--strip-components=1', ...members]);
  rmSync(join(work, file));
  mkdirSync(dirname(folder), { recursive: true });
  renameSync(work, folder);
  return folder;
}

function readJson(path: string): { version: string } {
  return JSON.parse(readFileSync(path, 'utf8')) as { version: string };
}
