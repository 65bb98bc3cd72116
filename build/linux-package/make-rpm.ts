import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageTime, type PackagePlan } from './package-plan.ts';
import { runTool } from './run-tool.ts';
import { stageFiles } from './stage-files.ts';

/** electron-builder gives some in Debian's words, as fpm takes them. */
const processors: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' };

/** Makes an .rpm with rpmbuild, the same byte for byte from the same contents and time. Throws what rpmbuild said. */
export function makeRpm(plan: PackagePlan): void {
  const work = mkdtempSync(join(tmpdir(), 'digiplayer-rpm-'));
  try {
    const root = join(work, 'root');
    mkdirSync(root);
    const files = stageFiles(plan, root);
    const processor = processors[plan.architecture] ?? plan.architecture;
    const spec = join(work, 'package.spec');
    writeFileSync(spec, specOf(plan, root, files));
    runTool('rpmbuild', ['-bb', '--quiet', `--target=${processor}-linux`, ...defines(work, plan), spec], {
      SOURCE_DATE_EPOCH: String(packageTime(process.env)),
    });
    const folder = join(work, 'done', processor);
    const [made = ''] = readdirSync(folder);
    cpSync(join(folder, made), plan.file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function defines(work: string, plan: PackagePlan): string[] {
  const macros = {
    _topdir: work,
    _rpmdir: join(work, 'done'),
    _tmppath: work,
    // One commit makes one package, wherever and whenever it is built.
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
    _buildhost: 'localhost',
    _binary_payload: plan.compression === 'zstd' ? 'w9.zstdio' : 'w6.xzdio',
    // The files are packed as they are: nothing is stripped, compiled or looked into for dependencies.
    __os_install_post: '%{nil}',
    debug_package: '%{nil}',
    _build_id_links: 'none',
  };
  return Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
}

function specOf(plan: PackagePlan, root: string, files: readonly string[]): string {
  const { afterInstall, beforeRemove, afterRemove } = plan.scripts;
  return [
    `Name: ${plan.name}`,
    `Version: ${plan.version.replaceAll('-', '~')}`,
    'Release: 1',
    `Summary: ${plan.summary}`,
    `License: ${plan.licence}`,
    `URL: ${plan.homepage}`,
    `Packager: ${plan.maintainer}`,
    'AutoReqProv: no',
    ...plan.depends.map((depends) => `Requires: ${depends}`),
    ...plan.tags,
    '',
    '%description',
    ...plan.description,
    '',
    '%install',
    `cp -a '${root}/.' %{buildroot}/`,
    ...script('%post', afterInstall),
    ...script('%preun', beforeRemove),
    ...script('%postun', afterRemove),
    '',
    '%files',
    '%defattr(-,root,root,-)',
    ...ownFolders(files).map((folder) => `%dir "/${folder}"`),
    ...files.map((file) => (file.startsWith('etc/') ? `%config(noreplace) "/${file}"` : `"/${file}"`)),
    '',
  ].join('\n');
}

/** Folders that the package makes and so removes: those of its own below /opt. */
function ownFolders(files: readonly string[]): string[] {
  const folders = files
    .filter((file) => file.startsWith('opt/'))
    .flatMap((file) => {
      const parts = file.split('/').slice(0, -1);
      return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
    });
  return [...new Set(folders)].filter((folder) => folder !== 'opt').sort();
}

function script(section: string, file: string | undefined): string[] {
  // A per cent sign begins a macro in a spec.
  return file === undefined
    ? []
    : ['', `${section} -p /bin/bash`, readFileSync(file, 'utf8').replaceAll('%', '%%')];
}
