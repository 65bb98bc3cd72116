import { expect, test } from 'vitest';
import { plainUserAgent } from '../../../../src/shells/electron/user-agent.ts';

test.each([
  ['(X11; Linux x86_64)', ' DigiPlayer/0.1.0'],
  ['(Windows NT 10.0; Win64; x64)', ' digiplayer/1.2.3-beta.1'],
  ['(Macintosh; Intel Mac OS X 10_15_7)', ''],
])('a site hears Chrome on %s', (system, app) => {
  const before = `Mozilla/5.0 ${system} AppleWebKit/537.36 (KHTML, like Gecko)${app} Chrome/156.0.0.0 Electron/45.4.1 Safari/537.36`;
  expect(plainUserAgent(before)).toBe(
    `Mozilla/5.0 ${system} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36`,
  );
});
