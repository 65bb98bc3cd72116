import { execFileSync } from 'node:child_process';
import { createZoneWatch, currentZone } from '../../src/platform/machine/zone-watch.ts';
import { createSystemClock } from '../../src/shared/clock.ts';

/*
 * Run in a mount namespace of its own with an /etc that may be changed: sets the zone as `timedatectl` does while the watch
 * looks, and prints the zone before, the one that was told, and the hour of the epoch then.
 */
const before = currentZone();
const watch = createZoneWatch(createSystemClock(), {}, (zone) => {
  watch.stop();
  console.log(JSON.stringify([before, zone, new Date(0).getHours()]));
});
watch.start();
execFileSync('ln', ['-sfn', '/usr/share/zoneinfo/Asia/Tokyo', '/etc/localtime']);
