import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PackagePlan } from './package-plan.ts';
import { packageTime } from './package-plan.ts';
import { runTool } from './run-tool.ts';
import { setTimes, stageFiles } from './stage-files.ts';

/** Makes a .deb with dpkg-deb, the same byte for byte from the same contents and time. Throws what dpkg-deb said. */
export function makeDeb(plan: PackagePlan): void {
  const root = mkdtempSync(join(tmpdir(), 'digiplayer-deb-'));
  try {
    writeChangelog(plan, root);
    const files = stageFiles(plan, root);
    writeControl(plan, root, files);
    setTimes(root, packageTime(process.env));
    const level = plan.compression === 'zstd' ? ['-Zzstd', '-z9'] : ['-Zxz', '-z6'];
    runTool('dpkg-deb', [...level, '--root-owner-group', '--build', root, plan.file], {
      SOURCE_DATE_EPOCH: String(packageTime(process.env)),
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function writeControl(plan: PackagePlan, root: string, files: readonly string[]): void {
  const folder = join(root, 'DEBIAN');
  mkdirSync(folder, { mode: 0o755 });
  const regular = files.filter((file) => lstatSync(join(root, file)).isFile());
  writeFileSync(join(folder, 'control'), controlOf(plan, sizeInKib(root, files)));
  writeFileSync(
    join(folder, 'md5sums'),
    regular.map((file) => `${md5Of(join(root, file))}  ${file}\n`).join(''),
  );
  // What lies in /etc is the administrator's to change: an upgrade asks before it replaces it, and purge removes it.
  const settings = regular.filter((file) => file.startsWith('etc/'));
  if (settings.length > 0)
    writeFileSync(join(folder, 'conffiles'), settings.map((file) => `/${file}\n`).join(''));
  const { afterInstall, beforeRemove, afterRemove } = plan.scripts;
  for (const [name, file] of [
    ['postinst', afterInstall],
    ['prerm', beforeRemove],
    ['postrm', afterRemove],
  ] as const) {
    if (file === undefined) continue;
    copyFileSync(file, join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }
}

/** Debian wants one; what changed is told where the package comes from. */
function writeChangelog({ name, version, maintainer, homepage }: PackagePlan, root: string): void {
  const folder = join(root, 'usr/share/doc', name);
  mkdirSync(folder, { recursive: true });
  const date = new Date(packageTime(process.env) * 1000).toUTCString().replace('GMT', '+0000');
  const text = `${name} (${version}) stable; urgency=medium\n\n  * See ${homepage}\n\n -- ${maintainer}  ${date}\n`;
  writeFileSync(join(folder, 'changelog.gz'), gzipSync(text, { level: 9 }));
}

function controlOf(plan: PackagePlan, installedSize: number): string {
  const description = plan.description.map((line) => ` ${line === '' ? '.' : line}\n`).join('');
  const fields: readonly (readonly [string, string])[] = [
    ['Package', plan.name],
    ['Version', plan.version],
    ['Section', plan.section],
    ['Priority', 'optional'],
    ['Architecture', plan.architecture],
    ['Maintainer', plan.maintainer],
    ['Installed-Size', String(installedSize)],
    ['Depends', plan.depends.join(', ')],
    ['Recommends', plan.recommends.join(', ')],
    ['Suggests', plan.suggests.join(', ')],
    ['Homepage', plan.homepage],
    ['Description', `${plan.summary}\n${description.trimEnd()}`],
  ];
  return fields.map(([name, value]) => (value === '' ? '' : `${name}: ${value}\n`)).join('');
}

/** As Debian counts it: each file in whole KiB, each folder as one. */
function sizeInKib(root: string, files: readonly string[]): number {
  const folders = new Set(files.map((file) => file.slice(0, file.lastIndexOf('/'))));
  return files.reduce((sum, file) => sum + Math.ceil(lstatSync(join(root, file)).size / 1024), folders.size);
}

function md5Of(path: string): string {
  return createHash('md5').update(readFileSync(path)).digest('hex');
}
