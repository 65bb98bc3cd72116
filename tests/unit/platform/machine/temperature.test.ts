import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temperatureCelsius } from '../../../../src/platform/machine/temperature.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function zonesOf(...texts: readonly string[]): string {
  const folder = temporaryFolder();
  for (const [place, text] of texts.entries()) {
    const zone = join(folder, `thermal_zone${place}`);
    mkdirSync(zone);
    writeFileSync(join(zone, 'temp'), text);
  }
  return folder;
}

it('is that of the hottest sensor that says something possible', async () => {
  expect(await temperatureCelsius(zonesOf('48000\n', '61500\n', '-274000\n', '2147483\n', 'none', ''))).toBe(
    61.5,
  );
});

it('is not known where there is none', async () => {
  expect(await temperatureCelsius(zonesOf('0\n'))).toBeNull();
  expect(await temperatureCelsius(join(temporaryFolder(), 'missing'))).toBeNull();
});
