import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDiskWrites } from '../../../../src/platform/files/disk-writes.ts';
import {
  createFirstPictureNotes,
  firstPicturesOf,
  type FirstPictureFacts,
} from '../../../../src/player/status/first-pictures.ts';
import { readFirstPictures } from '../../../../src/shared/first-picture.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleSnapshot, sleepingPanel } from '../../../support/fakes/sample-snapshot.ts';
import { sampleItem, sampleProgram } from '../../../support/sample-program.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const HASH = 'ab'.repeat(32);
const image = (key: string, replaced = {}) => sampleItem(key, { sha256: HASH, ...replaced });

const facts = (items = [image('a'), image('b')], snapshot = {}): FirstPictureFacts => ({
  snapshot: sampleSnapshot(snapshot),
  program: sampleProgram(items),
  mediaFolder: '/data/media',
});

const itemsOf = (given: FirstPictureFacts) => firstPicturesOf(given)?.pictures.map(({ item }) => item);

describe('the first picture of the next start', () => {
  it('is an image that may be shown at any time, laid as the stage lays it', () => {
    const { settings } = sampleSnapshot();
    const turned = facts(undefined, { settings: { ...settings, fit: 'cover', rotation: '180' } });
    expect(firstPicturesOf(turned)).toMatchObject({
      program: 'program',
      first: 'a',
      look: { fit: 'cover', background: '#000000', rotation: '180', orientation: 'landscape' },
    });
    const others = [
      image('movie', { kind: 'video', mime: 'video/mp4' }),
      image('drawing', { mime: 'image/svg+xml' }),
      image('morning', { window: { startTime: '08:00' } }),
      image('page', { kind: 'web', sha256: null, mime: null }),
    ];
    expect(itemsOf(facts([...others, image('late')]))).toEqual(['late']);
    // A start that knows no place begins with the movie.
    expect(firstPicturesOf(facts([...others, image('late')]))?.first).toBeNull();
    expect(firstPicturesOf(facts(others))).toBeNull();
  });

  it('is none where hours, a group or nobody’s sign-in decide what is seen', () => {
    const { settings } = sampleSnapshot();
    expect(firstPicturesOf(facts(undefined, { panel: sleepingPanel }))).toBeNull();
    expect(
      firstPicturesOf(facts(undefined, { settings: { ...settings, screenOffWhenClosed: true } })),
    ).toBeNull();
    expect(firstPicturesOf(facts(undefined, { state: 'unpaired' }))).toBeNull();
    expect(firstPicturesOf({ ...facts(), program: null })).toBeNull();
    const group = { slots: [], fromMs: null };
    expect(firstPicturesOf({ ...facts(), program: sampleProgram([image('a')], { group }) })).toBeNull();
  });

  it('is written when it changed, for the owner alone, and goes with the last one', () => {
    const file = join(temporaryFolder(), 'first-pictures.json');
    const writes = createDiskWrites(createFakeClock());
    const notes = createFirstPictureNotes(file, writes);
    notes.take(facts());
    expect(readFirstPictures(readFileSync(file, 'utf8'))?.pictures).toHaveLength(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const written = statSync(file).ino;
    notes.take(facts());
    // A player that comes after writes nothing that stands there already.
    createFirstPictureNotes(file, writes).take(facts());
    expect(statSync(file).ino).toBe(written);
    notes.take({ ...facts(), program: null });
    expect(existsSync(file)).toBe(false);
  });

  it('stays what it was while a look or a server is only tried', () => {
    const file = join(temporaryFolder(), 'first-pictures.json');
    const notes = createFirstPictureNotes(file, createDiskWrites(createFakeClock()));
    notes.take(facts(undefined, { serverTrial: {} }));
    notes.take(facts(undefined, { trial: {} }));
    expect(existsSync(file)).toBe(false);
  });
});
