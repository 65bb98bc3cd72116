import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../../../src/player/settings/load-settings.ts';
import { hashOfConfig } from '../../../../src/player/settings/config-file.ts';

const folders = { home: '/home/screen', data: '/data' };
const text = '[connection]\nproxy_url = http://screen:from-file@proxy:3128\n';
const file = { path: '/data/player_config.ini', text };
const nothing = { stored: {}, file: null, appliedHash: null, environment: {}, commandLine: {}, folders };
const signIn = (password: string): object => ({ user: 'screen', password });

describe('the proxy of all sources', () => {
  it('is kept in the open without its sign-in, which counts at once', () => {
    const { settings, proxy, toStore } = loadSettings({ ...nothing, file });
    expect(proxy).toEqual({ url: 'http://proxy:3128', signIn: signIn('from-file'), saidBefore: null });
    expect([settings.proxyUrl, toStore.proxyUrl]).toEqual(['http://proxy:3128', 'http://proxy:3128']);
    expect(JSON.stringify([settings, toStore])).not.toContain('from-file');
  });

  it('of a file that was applied before speaks only where nothing is sealed', () => {
    const stored = { proxyUrl: 'http://proxy:3128' };
    const { proxy } = loadSettings({ ...nothing, stored, file, appliedHash: hashOfConfig(text) });
    expect(proxy).toMatchObject({ signIn: null, saidBefore: signIn('from-file') });
  });

  it('never gets the sign-in of another one', () => {
    const environment = { DIGIPLAYER_PROXY_URL: 'http://elsewhere:3128' };
    const { proxy } = loadSettings({ ...nothing, file, environment });
    expect(proxy).toEqual({ url: 'http://elsewhere:3128', signIn: null, saidBefore: null });
  });

  it('takes the sign-in of the highest source, and of settings.json where somebody wrote one there', () => {
    const environment = { DIGIPLAYER_PROXY_URL: 'screen:from-environment@proxy:3128' };
    expect(loadSettings({ ...nothing, file, environment }).proxy.signIn).toEqual(signIn('from-environment'));
    const stored = { proxyUrl: 'http://screen:by-hand@proxy:3128' };
    const { settings, proxy } = loadSettings({ ...nothing, stored });
    expect([settings.proxyUrl, proxy.signIn]).toEqual(['http://proxy:3128', signIn('by-hand')]);
  });

  it('shows nothing of what it did not understand', () => {
    const { warnings } = loadSettings({
      ...nothing,
      environment: { DIGIPLAYER_PROXY_URL: 'screen:hunter2@a b' },
    });
    expect(warnings).toHaveLength(1);
    expect(JSON.stringify(warnings)).not.toContain('hunter2');
  });

  it('is the word for the system as it is written', () => {
    const environment = { DIGIPLAYER_PROXY_URL: 'System', https_proxy: 'http://a:b@proxy:1' };
    expect(loadSettings({ ...nothing, environment }).proxy).toEqual({
      url: 'system',
      signIn: null,
      saidBefore: null,
    });
  });
});
