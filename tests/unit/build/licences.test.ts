import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('has a licence beside every font that is shipped', () => {
  const fonts = readdirSync('assets/fonts').filter((file) => file.endsWith('.woff2'));
  expect(fonts.length).toBeGreaterThan(1);
  for (const family of new Set(fonts.map((file) => file.slice(0, file.indexOf('-')))))
    expect(readFileSync(`assets/fonts/${family}-LICENSE.txt`, 'utf8')).toContain('SIL OPEN FONT LICENSE');
});
