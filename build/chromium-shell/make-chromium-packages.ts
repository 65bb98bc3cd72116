import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeDeb } from '../linux-package/make-deb.ts';
import type { PackagePlan } from '../linux-package/package-plan.ts';
import { makeTarball } from '../make-tarball.ts';
import { updateKeysOf } from '../update-keys.ts';
import { nodeForPackage, type Processor } from './node-binary.ts';

const root = join(import.meta.dirname, '../..');
const here = import.meta.dirname;
const HOME = '/opt/digiplayer-chromium';
const name = 'digiplayer-chromium';
/** As Debian calls a processor. */
const debianNames = { x64: 'amd64', arm64: 'arm64' } as const;

/** Of build/linux. */
const forLinux = [
  'README.md',
  'chromium-policies.json',
  'digiplayer-kiosk-setup',
  'kiosk',
  'labwc',
  'polkit',
  `${name}.service`,
  `${name}-kiosk.service`,
];

export interface ChromiumPackages {
  readonly deb: string;
  readonly tarball: string;
}

/**
 * Makes the packages of the Chromium shell, a .deb and a tarball: the bundles, their licences, a Node of their own and what
 * starts them. Nothing is compiled for a processor but Node. Throws a sentence when something cannot be had.
 */
export function makeChromiumPackages(processor: Processor, outputFolder: string): ChromiumPackages {
  const { version } = ownPackage();
  const work = mkdtempSync(join(tmpdir(), 'digiplayer-chromium-'));
  try {
    const folder = join(work, `${name}-${version}-linux-${processor}`);
    fillFolder(folder, processor);
    mkdirSync(outputFolder, { recursive: true });
    const deb = join(outputFolder, `${name}_${version}_${debianNames[processor]}.deb`);
    makeDeb(planOf(folder, processor, deb));
    const tarball = join(outputFolder, `${name}-${version}-linux-${processor}.tar.gz`);
    makeTarball(work, basename(folder), tarball);
    return { deb, tarball };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What is in the tarball, and in the deb below /opt. */
function fillFolder(folder: string, processor: Processor): void {
  const node = nodeForPackage(processor);
  const copies = [
    ...['cli', 'threads', 'renderer'].map((bundle) => [`out/${bundle}`, `out/${bundle}`] as const),
    ['out/licences/LICENSES.txt', 'LICENSES.txt'],
    ['build/chromium-shell/digiplayer', 'digiplayer'],
    ['build/icons/256x256.png', 'digiplayer.png'],
    ...forLinux.map((file) => [`build/linux/${file}`, `linux/${file}`] as const),
  ] as const;
  for (const [from, to] of copies) cpSync(join(root, from), join(folder, to), { recursive: true });
  cpSync(node.program, join(folder, 'node'));
  cpSync(node.licence, join(folder, 'LICENSE.node.txt'));
  const { version } = ownPackage();
  const own = { name, version, type: 'module', private: true, updateKeys: updateKeysOf(root, process.env) };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
}

function planOf(folder: string, processor: Processor, file: string): PackagePlan {
  const { version, author, homepage, license } = ownPackage();
  return {
    name,
    version,
    architecture: debianNames[processor],
    maintainer: author,
    homepage,
    licence: license,
    section: 'video',
    summary: "Kiosk signage player for DigiServer v2, in the machine's own Chromium",
    description: [
      'Plays the playlists of a DigiServer v2 on a screen that nobody has to',
      'look after. It brings its own Node and shows itself in the Chromium of',
      'the system.',
    ],
    // What Node is linked with, and the browser; a helper of the watchdog is in systemd.
    depends: ['chromium | chromium-browser | google-chrome-stable', 'libc6 (>= 2.28)', 'libstdc++6'],
    recommends: ['fonts-dejavu-core', 'fonts-noto-cjk'],
    // What turns panels on and off, each on other machines, and what shows a kiosk.
    suggests: ['cage | labwc', 'ddcutil', 'v4l-utils', 'wlopm', 'wlr-randr', 'x11-xserver-utils'],
    tags: [],
    contents: [
      { from: folder, to: HOME },
      { from: join(here, `${name}.desktop`), to: `/usr/share/applications/${name}.desktop` },
      ...['48x48', '128x128', '256x256', '512x512'].map((size) => ({
        from: join(root, `build/icons/${size}.png`),
        to: `/usr/share/icons/hicolor/${size}/apps/${name}.png`,
      })),
      unit(`${name}.service`, 'user'),
      unit(`${name}-kiosk.service`, 'system'),
      { from: join(root, 'out/licences/copyright'), to: `/usr/share/doc/${name}/copyright` },
    ],
    // They are where systemd and desktops look for them.
    excluded: ['linux/*.service', 'digiplayer.png'].map((pattern) => `${HOME.slice(1)}/${pattern}`),
    scripts: {
      afterInstall: join(here, 'after-install.sh'),
      beforeRemove: join(here, 'before-remove.sh'),
      afterRemove: join(here, 'after-remove.sh'),
    },
    compression: 'zstd',
    file,
  };
}

function unit(file: string, manager: 'user' | 'system'): PackagePlan['contents'][number] {
  return { from: join(root, 'build/linux', file), to: `/usr/lib/systemd/${manager}/${file}` };
}

function ownPackage(): { version: string; author: string; homepage: string; license: string } {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as ReturnType<typeof ownPackage>;
}
