/**
 * A player's outbox in a process of its own, to be killed: opens the database of the first argument, adds events as it
 * goes, and sends each over HTTP to the address of the second.
 */
import { createOutbox } from '../../src/player/heartbeat/outbox.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { fail, ok } from '../../src/shared/result.ts';
import { openDatabase } from '../../src/platform/store/open-database.ts';
import { createOutboxRecords } from '../../src/platform/store/outbox-records.ts';

const [file = '', address = '', first = '0', last = '0'] = process.argv.slice(2);
const system = createSystemClock();
const database = openDatabase(file);
const outbox = createOutbox({
  records: createOutboxRecords(database),
  flush: () => database.flush(),
  send: async (report) => {
    const answer = await fetch(address, { method: 'POST', body: JSON.stringify(report) });
    return answer.ok ? ok(null) : fail('server-error', 'Broken.');
  },
  // The pace after an outage is not what is looked at here.
  clock: { ...system, after: (delayMs, action) => system.after(delayMs / 100, action) },
  log: createSilentLog(),
});
for (let event = Number(first); event < Number(last); event += 1) {
  outbox.add('event', { hostname: 'lobby', status: 'playing', message: String(event) });
}
process.stdout.write('added\n');
outbox.start();
