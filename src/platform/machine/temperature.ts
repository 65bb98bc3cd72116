import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const THERMAL = '/sys/class/thermal';
const THOUSANDTHS = 1_000;
/** What a sensor says beyond these is a sensor that is not there: firmware answers 0 K, -274 °C or a full register. */
const COLDEST = -40;
const HOTTEST = 150;

/** How warm the hottest part of this machine is, °C; null where no sensor can be read. `folder`: Linux's thermal zones. */
export async function temperatureCelsius(folder = THERMAL): Promise<number | null> {
  const names = await readdir(folder).catch(() => []);
  const zones = names.filter((name) => name.startsWith('thermal_zone'));
  const read = await Promise.all(
    zones.map(async (zone) => {
      const text = await readFile(join(folder, zone, 'temp'), 'utf8').catch(() => '');
      return text.trim() === '' ? Number.NaN : Number(text) / THOUSANDTHS;
    }),
  );
  const plausible = read.filter((value) => value > COLDEST && value < HOTTEST && value !== 0);
  return plausible.length === 0 ? null : Math.max(...plausible);
}
