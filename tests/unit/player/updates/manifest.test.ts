import { describe, expect, it } from 'vitest';
import { choosePackage, readManifest, type Manifest } from '../../../../src/player/updates/manifest.ts';
import { createUpdateMaker, packageOf } from '../../../support/update-feed.ts';

const maker = createUpdateMaker();
const manifest: Manifest = {
  product: 'digiplayer',
  version: '1.1.0',
  packages: [packageOf(Buffer.from('x'), 'one.tar.gz')],
};

describe('a manifest', () => {
  it('is believed when a key of this player signed exactly its text', () => {
    expect(readManifest(maker.sign(manifest), ['', maker.publicKey])).toEqual({ ok: true, value: manifest });
  });

  it.each([
    ['by somebody else', createUpdateMaker().sign(manifest)],
    ['and was changed afterwards', maker.sign(manifest).replace('1.1.0', '9.9.9')],
    ['by nobody', JSON.stringify({ manifest: '{}', signature: Buffer.alloc(64).toString('base64') })],
  ])('that was signed %s is not', (_, text) => {
    expect(readManifest(text, [maker.publicKey])).toMatchObject({ error: { code: 'update-unsigned' } });
    expect(readManifest(text, [])).toMatchObject({ error: { code: 'update-unsigned' } });
  });

  it.each([
    ['no JSON', '<html>'],
    ['no envelope', JSON.stringify(manifest)],
    ['of another product', maker.sign(JSON.stringify({ ...manifest, product: 'another' }))],
    ['of no version', maker.sign(JSON.stringify({ ...manifest, version: '../1.1.0' }))],
    [
      'with a path for a file',
      maker.sign(JSON.stringify({ ...manifest, packages: [{ ...manifest.packages[0], file: '../x' }] })),
    ],
    [
      'with a page that is no address of the web',
      maker.sign(JSON.stringify({ ...manifest, page: 'javascript:alert(1)' })),
    ],
  ])('that is %s is not read', (_, text) => {
    expect(readManifest(text, [maker.publicKey])).toMatchObject({ error: { code: 'update-unreadable' } });
  });
});

describe('the package for this player', () => {
  const own = { version: '1.0.0', platform: 'linux', arch: 'x64', form: 'tree' as const };
  const [any] = manifest.packages;
  if (any === undefined) throw new Error('there is one above');

  it('is the first that fits platform, architecture and form', () => {
    const packages = [
      { ...any, file: 'a', platform: 'win32' as const },
      { ...any, file: 'b', arch: 'arm64' as const },
      { ...any, file: 'c', form: 'appimage' as const },
      { ...any, file: 'd', platform: 'linux' as const, arch: 'x64' as const },
    ];
    expect(choosePackage({ ...manifest, packages }, own)).toMatchObject({ value: { file: 'd' } });
    expect(choosePackage({ ...manifest, packages: packages.slice(0, 3) }, own)).toMatchObject({
      error: { code: 'update-other-machine' },
    });
  });

  it('is none for the same version, an older one, or a player beside which nothing can be installed', () => {
    expect(choosePackage(manifest, { ...own, version: '1.1.0' })).toEqual({ ok: true, value: null });
    expect(choosePackage(manifest, { ...own, version: '1.2.0' })).toMatchObject({
      error: { code: 'update-older' },
    });
    const page = 'https://example.com/player';
    expect(choosePackage({ ...manifest, page }, { ...own, form: null })).toMatchObject({
      error: { code: 'update-by-hand', params: { version: '1.1.0', page } },
    });
  });
});
