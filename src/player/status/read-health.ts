import { temperatureCelsius } from '../../platform/machine/temperature.ts';
import type { Health } from '../../shared/bridge.ts';
import type { Host } from '../../shared/host.ts';
import { BYTES_PER_MB } from '../../shared/units.ts';

/** Asks the machine how it feels; what it does not tell is null. */
export async function readHealth(host: Pick<Host, 'memoryMb'>): Promise<Health> {
  const [browserMb, temperature] = await Promise.all([
    host.memoryMb?.().catch(() => null) ?? null,
    temperatureCelsius(),
  ]);
  return { playerMb: process.memoryUsage.rss() / BYTES_PER_MB, browserMb, temperatureCelsius: temperature };
}
