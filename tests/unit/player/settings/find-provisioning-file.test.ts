import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findProvisioningFile } from '../../../../src/player/settings/find-provisioning-file.ts';
import type {
  FileAccess,
  ProvisioningPlaces,
} from '../../../../src/player/settings/find-provisioning-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('findProvisioningFile', () => {
  let root: string;
  beforeEach(() => {
    root = temporaryFolder();
  });

  const put = (path: string, content: string | Buffer = '[player]\n'): string => {
    const full = join(root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    return full;
  };
  const places = (changes: Partial<ProvisioningPlaces> = {}): ProvisioningPlaces => ({
    configPath: null,
    dataFolder: join(root, 'data'),
    executableFolder: join(root, 'program'),
    systemFolder: join(root, 'etc'),
    removableMedia: false,
    ...changes,
  });

  it('looks at --config, the data folder, beside the executable and the system folder, in this order', () => {
    const system = put('etc/player_config.ini');
    expect(findProvisioningFile(places()).file?.path).toBe(system);
    const program = put('program/app_config.txt', '{}');
    expect(findProvisioningFile(places()).file?.path).toBe(program);
    const data = put('data/app_config.json', '{}');
    expect(findProvisioningFile(places()).file?.path).toBe(data);
    const named = put('elsewhere/my.ini', 'named');
    expect(findProvisioningFile(places({ configPath: named }))).toEqual({
      file: { path: named, text: 'named' },
      warnings: [],
    });
  });

  it('finds nothing where there is nothing, and takes no folder for a file', () => {
    mkdirSync(join(root, 'data/player_config.ini'), { recursive: true });
    expect(findProvisioningFile(places())).toEqual({ file: null, warnings: [] });
  });

  it('warns about a --config that is not there and goes on with what else there is', () => {
    const system = put('etc/player_config.ini');
    const { file, warnings } = findProvisioningFile(places({ configPath: join(root, 'gone.ini') }));
    expect(file?.path).toBe(system);
    expect(warnings[0]?.message).toContain('gone.ini');
  });

  it('refuses a file that is far too large', () => {
    put('data/player_config.ini', 'x'.repeat(2_000_000));
    const { file, warnings } = findProvisioningFile(places());
    expect(file).toBeNull();
    expect(warnings[0]?.code).toBe('config-unreadable');
  });

  it("reads what Windows' editor saved as UTF-16", () => {
    put('data/player_config.ini', Buffer.from('\uFEFF[player]', 'utf16le'));
    expect(findProvisioningFile(places()).file?.text).toBe('[player]');
  });

  it('reads what an editor saved in ANSI, and in UTF-16 with the bytes swapped', () => {
    put('data/player_config.ini', readFileSync(join(import.meta.dirname, '../../../support/cases/ansi.ini')));
    expect(findProvisioningFile(places()).file?.text).toContain('hostname = Büro-Empfang');
    put('data/player_config.ini', Buffer.from('\uFEFF[player]', 'utf16le').swap16());
    expect(findProvisioningFile(places()).file?.text).toBe('[player]');
  });

  it('looks at sticks only when it may, and last of all', () => {
    const stick = '/run/media/kiosk/STICK/digiplayer/player_config.ini';
    const tree: Record<string, string[]> = { '/run/media': ['kiosk'], '/run/media/kiosk': ['STICK'] };
    const files: FileAccess = {
      exists: (path) => path === stick,
      isPlainFile: (path) => path === stick,
      read: () => 'from the stick',
      list: (folder) => tree[folder] ?? [],
    };
    expect(findProvisioningFile(places({ files })).file).toBeNull();
    expect(findProvisioningFile(places({ files, removableMedia: true })).file).toEqual({
      path: stick,
      text: 'from the stick',
      namesPaths: false,
    });
    const linked = { ...files, isPlainFile: () => false };
    expect(findProvisioningFile(places({ files: linked, removableMedia: true })).file).toBeNull();
    const withSystem: FileAccess = {
      ...files,
      exists: (path) => path === stick || path.startsWith(join(root, 'etc')),
    };
    expect(findProvisioningFile(places({ files: withSystem, removableMedia: true })).file?.path).not.toBe(
      stick,
    );
  });
});
