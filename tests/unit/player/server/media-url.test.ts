import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atRoot, resolveMediaUrl } from '../../../../src/player/server/media-url.ts';

const server = 'https://192.168.0.121';

function resolved(url: string | null, fileName = 'welcome.jpg', serverUrl = server): string {
  const result = resolveMediaUrl({ url, fileName }, serverUrl);
  return result.ok ? result.value : result.error.code;
}

describe('the address of an item', () => {
  it.each([
    ['https://192.168.0.121/static/uploads/a.jpg', `${server}/static/uploads/a.jpg`],
    ['/static/uploads/a.jpg', `${server}/static/uploads/a.jpg`],
    ['static/uploads/a b.jpg', `${server}/static/uploads/a%20b.jpg`],
    ['http://digiserver:5000/static/uploads/a.jpg?v=2', `${server}/static/uploads/a.jpg?v=2`],
    ['http://localhost:5000/static/uploads/a.jpg', `${server}/static/uploads/a.jpg`],
    ['https://cdn.example/a.jpg', 'https://cdn.example/a.jpg'],
    ['//cdn.example/a.jpg#x', 'https://cdn.example/a.jpg'],
    ['javascript:alert(1)', 'bad-media-url'],
    ['file:///etc/passwd', 'bad-media-url'],
    ['data:text/html,x', 'bad-media-url'],
    ['https://user:secret@cdn.example/a.jpg', 'bad-media-url'],
    ['https://user@192.168.0.121/static/uploads/a.jpg', 'bad-media-url'],
    ['http://127.0.0.1/a.jpg', 'bad-media-url'],
    ['http://2130706433/a.jpg', 'bad-media-url'],
    ['http://[::1]:9222/json', 'bad-media-url'],
    ['http://169.254.169.254/latest', 'bad-media-url'],
    ['https://exa mple/', 'bad-media-url'],
  ])('%s → %s', (written, expected) => {
    expect(resolved(written)).toBe(expected);
  });

  it('is made from the name where there is none, and never leaves the folder of uploads', () => {
    expect(resolved(null)).toBe(`${server}/static/uploads/welcome.jpg`);
    expect(resolved('  ', 'Über uns #1.jpg')).toBe(`${server}/static/uploads/%C3%9Cber%20uns%20%231.jpg`);
    expect(resolved(null, '../../etc/passwd')).toBe(`${server}/static/uploads/..%2F..%2Fetc%2Fpasswd`);
    expect(resolved(null, '..')).toBe('bad-media-url');
    expect(resolved(null, '')).toBe('bad-media-url');
  });

  it.each([
    [null, '/static/uploads/welcome.jpg'],
    ['static/uploads/a.jpg', '/static/uploads/a.jpg'],
    ['/static/uploads/a.jpg', '/static/uploads/a.jpg'],
    ['/digiserver/static/uploads/a.jpg', '/static/uploads/a.jpg'],
    ['https://192.168.0.121/static/uploads/a.jpg', '/static/uploads/a.jpg'],
    ['https://192.168.0.121/digiserver/static/uploads/a.jpg', '/static/uploads/a.jpg'],
    ['http://digiserver:5000/digiserver/static/uploads/a.jpg?v=1', '/static/uploads/a.jpg?v=1'],
    ['http://digiserver:5000/static/uploads/a.jpg', '/static/uploads/a.jpg'],
    ['/media/a.jpg', '/media/a.jpg'],
    ['media/a.jpg', '/media/a.jpg'],
  ])('under a path of the server itself: %s', (written, path) => {
    for (const slash of ['', '/']) {
      expect(resolved(written, 'welcome.jpg', `${server}/digiserver${slash}`)).toBe(
        `${server}/digiserver${path}`,
      );
    }
  });

  it('at the root is known for what lies under a path of the server itself', () => {
    const under = new URL(`${server}/digiserver`);
    expect(atRoot(new URL(`${server}/digiserver/static/uploads/a.jpg?v=1`), under)?.href).toBe(
      `${server}/static/uploads/a.jpg?v=1`,
    );
    expect(atRoot(new URL('https://cdn.example/digiserver/a.jpg'), under)).toBeNull();
    expect(atRoot(new URL(`${server}/static/uploads/a.jpg`), new URL(server))).toBeNull();
  });

  it('may point at this machine where the server is this machine', () => {
    expect(resolved('http://127.0.0.1:9000/a.jpg', 'a.jpg', 'https://127.0.0.1:8443')).toBe(
      'http://127.0.0.1:9000/a.jpg',
    );
  });

  it('is http or https and free of credentials, or refused, whatever was written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), fc.string({ unit: 'grapheme' }), (url, fileName) => {
        const result = resolveMediaUrl({ url, fileName }, server);
        if (!result.ok) return;
        const { protocol, username, password } = new URL(result.value);
        expect(['http:', 'https:']).toContain(protocol);
        expect(username + password).toBe('');
      }),
    );
  });
});
