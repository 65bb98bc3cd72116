import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

interface BuilderConfiguration extends Record<string, unknown> {
  readonly electronFuses: Record<string, boolean>;
  readonly linux: { readonly target: readonly unknown[] };
  readonly toolsets?: { readonly appimage?: string };
  readonly icon: string;
  readonly afterPack: string;
  readonly files: readonly { readonly filter: readonly string[] }[];
  readonly mac: { readonly entitlements: string };
}

interface ConfigModule {
  getConfig(projectDir: string, configPath: string, fromOptions: null): Promise<BuilderConfiguration>;
  validateConfiguration(config: unknown, debugLogger: { isEnabled: boolean }): Promise<void>;
}

// electron-builder is CommonJS and keeps this module to itself; it is the very code that `npm run package` runs.
const builder = createRequire(import.meta.url)('app-builder-lib/out/util/config/config.js') as ConfigModule;

const load = (): Promise<BuilderConfiguration> =>
  builder.getConfig(process.cwd(), 'electron-builder.yml', null);
const validate = (config: unknown): Promise<void> =>
  builder.validateConfiguration(config, { isEnabled: false });

test('electron-builder accepts electron-builder.yml', async () => {
  await expect(validate(await load())).resolves.toBeUndefined();
});

test('an unknown key would be found, also deep inside', async () => {
  const config = await load();
  await expect(validate({ ...config, productname: 'x' })).rejects.toThrow('productname');
  const electronFuses = { ...config.electronFuses, runAsnode: true };
  await expect(validate({ ...config, electronFuses })).rejects.toThrow('configuration.electronFuses');
});

test('states every fuse that the schema takes', async () => {
  const scheme = JSON.parse(readFileSync('node_modules/app-builder-lib/scheme.json', 'utf8')) as {
    definitions: { FuseOptionsV1: { properties: Record<string, unknown> } };
  };
  const known = Object.keys(scheme.definitions.FuseOptionsV1.properties);
  const stated = Object.keys((await load()).electronFuses);
  expect(stated.toSorted()).toEqual(known.toSorted());
  expect((await load()).electronFuses['resetAdHocDarwinSignature']).toBe(true);
});

test('makes the promised packages out of files that are there', async () => {
  const config = await load();
  const arch = ['x64', 'arm64'];
  expect(config).toMatchObject({
    linux: { target: ['AppImage', 'tar.gz', 'deb', 'rpm'].map((target) => ({ target, arch })) },
    win: { target: [{ target: 'nsis', arch }] },
    mac: { target: [{ target: 'dmg', arch }] },
    npmRebuild: false,
  });
  for (const file of [config.icon, config.afterPack, config.mac.entitlements])
    expect(existsSync(file)).toBe(true);
});

test('makes an AppImage that needs no libfuse2 on the machine', async () => {
  const { toolsets } = await load();
  // Null and 0.0.0 are the legacy runtime (app-builder-lib/out/toolsets/linux.js, isFuse2).
  expect(Number(toolsets?.appimage?.split('.')[0])).toBeGreaterThanOrEqual(1);
});

test('packs what package.json starts, and no modules', async () => {
  const { main } = JSON.parse(readFileSync('package.json', 'utf8')) as { main: string };
  expect(main).toBe('out/main/main.js');
  const patterns = (await load()).files.flatMap(({ filter }) => filter);
  expect(patterns).toContain('out/main/**');
  // What runs in threads of its own lies beside it, in the same archive.
  expect(patterns).toContain('out/threads/**');
  expect(patterns).toContain('!node_modules/**');
});
