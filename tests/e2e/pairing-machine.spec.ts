import jsQrModule from 'jsqr';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ownAddresses } from '../../src/platform/machine/own-addresses.ts';
import { CODE, expect, test } from '../support/e2e/fixtures.ts';
import { form } from '../support/e2e/installer.ts';
import { decodePng } from '../support/e2e/png.ts';

type ReadPixels = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
// jsQR is CommonJS; how deep its one function lies depends on who loads it.
const readPixels: ReadPixels = (jsQrModule as unknown as { default?: ReadPixels }).default ?? jsQrModule;

test('a phone reads who this machine is off the screen, and no secret', async ({ server, startScreen }) => {
  const { page } = await startScreen({ DIGIPLAYER_QUICKCONNECT_CODE: CODE });
  const { address, code } = form(page);
  await address.fill(server.origin);
  await expect(code).toHaveValue(CODE);
  const code2d = page.getByRole('img', { name: /^QR code with this machine/ });
  const { width, height, pixels } = decodePng(await code2d.screenshot());
  const withAlpha = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at += 1) {
    withAlpha.set([...pixels.subarray(at * 3, at * 3 + 3), 255], at * 4);
  }
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  expect(readPixels(withAlpha, width, height)?.data).toBe(
    [hostname(), ...ownAddresses(), `DigiPlayer ${version}`].join('\n'),
  );
});
