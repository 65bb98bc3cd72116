import { expect, it } from 'vitest';
import { feedAddress } from '../../../../src/player/updates/feed-address.ts';

it.each([
  ['https://example.com/feed', null, 'https://example.com/feed/manifest.json'],
  ['https://example.com/feed/', null, 'https://example.com/feed/manifest.json'],
  ['https://example.com/stable.json', null, 'https://example.com/stable.json'],
  ['server', 'https://signage/app', 'https://signage/app/static/player/manifest.json'],
])('%s with the server %s is %s', (feed, server, address) => {
  expect(feedAddress(feed, server)).toEqual({ ok: true, value: address });
});

it('is none while it is not set, or means a server that there is not', () => {
  expect(feedAddress('', 'https://signage')).toMatchObject({ error: { code: 'update-off' } });
  expect(feedAddress('server', null)).toMatchObject({ error: { code: 'update-off' } });
});
