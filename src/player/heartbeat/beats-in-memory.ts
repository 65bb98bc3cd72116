import type { OutboxRecord, OutboxRecords } from '../../platform/store/outbox-records.ts';

/** A beat, and the newest event that waited when it came: it is sent after that one. */
interface WaitingBeat {
  readonly record: OutboxRecord;
  readonly afterId: number;
}

/**
 * `records`, but that beats wait in memory: the next process beats at once and has the old ones taken away, so that a beat on the
 * disk would say nothing to anybody, at two commits a minute. Events are kept as ever. Beats that an older version
 * left in `records` are removed with the first.
 */
export function withBeatsInMemory(records: OutboxRecords): OutboxRecords {
  let beats: readonly WaitingBeat[] = [];
  /** Below zero, where no event's are. */
  let latestId = 0;
  let isOldGone = false;
  return {
    ...records,
    add: (added) => {
      if (added.kind === 'event') return records.add(added);
      latestId -= 1;
      const record = { ...added, id: latestId };
      beats = [...beats, { record, afterId: records.newestId() }];
      return record;
    },
    first: () => {
      const event = records.first();
      const [beat] = beats;
      return beat === undefined || (event !== null && event.id <= beat.afterId) ? event : beat.record;
    },
    remove: (id) => {
      if (id > 0) records.remove(id);
      else beats = beats.filter(({ record }) => record.id !== id);
    },
    removeBeats: (exceptId) => {
      const before = beats.length;
      beats = beats.filter(({ record }) => record.id === exceptId);
      const removed = before - beats.length;
      if (isOldGone) return removed;
      const removedOld = records.removeBeats(exceptId);
      // One that is under way is taken away with the next.
      isOldGone = exceptId === null || exceptId < 0;
      return removed + removedOld;
    },
    count: () => beats.length + records.count(),
    clear: () => {
      beats = [];
      records.clear();
    },
  };
}
