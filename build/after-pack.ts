import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';

/** What this hook uses of electron-builder's context (https://www.electron.build/hooks). */
export interface PackedApplication {
  readonly appOutDir: string;
  readonly electronPlatformName: string;
  readonly packager: {
    /** Only on Linux. */
    readonly executableName?: string;
    readonly appInfo: { readonly productFilename: string };
  };
}

/**
 * Sets the ninth fuse, which electron-builder's schema does not know yet: WebAssembly keeps its trap handlers, Electron's
 * default, stated so that another default of a later Electron does not change it unseen. electron-builder sets the other
 * eight right after this and leaves this one as it is (tests/unit/packaging/fuses.test.ts).
 */
export async function afterPack(packed: PackedApplication): Promise<void> {
  await flipFuses(join(packed.appOutDir, binaryName(packed)), {
    version: FuseVersion.V1,
    [FuseV1Options.WasmTrapHandlers]: true,
  });
}

function binaryName({ electronPlatformName, packager }: PackedApplication): string {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'linux') return packager.executableName ?? productFilename;
  return `${productFilename}.${electronPlatformName === 'win32' ? 'exe' : 'app'}`;
}
