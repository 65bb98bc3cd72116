import { describe, expect, it } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createScreenPicture } from '../../../../src/player/screen/screen-picture.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const PNG = Buffer.from('a capture');

/** A WebP by its signature, of so many bytes. */
function webp(length: number, fill = 0): Buffer {
  const bytes = Buffer.alloc(length, fill);
  bytes.write('RIFF', 0, 'latin1');
  bytes.write('WEBP', 8, 'latin1');
  return bytes;
}

function setUp(png: Buffer | null = PNG) {
  const clock = createFakeClock();
  const written: Uint8Array[] = [];
  const told: Uint8Array[] = [];
  const asked: string[] = [];
  let isWanted = true;
  const picture = createScreenPicture({
    host: {
      bridge: { send: (name: string) => void asked.push(name), serve: () => undefined },
      screen: {
        show: () => Promise.resolve(),
        reload: () => Promise.resolve(),
        isAlive: () => Promise.resolve(true),
        capture: () => (png === null ? Promise.reject(new Error('no window')) : Promise.resolve(png)),
      },
    },
    clock,
    log: createSilentLog(),
    isWanted: () => isWanted,
    file: {
      write: (content) => void written.push(Buffer.from(content)),
      flush: () => Promise.resolve(),
    },
    onPicture: (bytes) => void told.push(bytes),
  });
  const keep = (bytes: Uint8Array) =>
    picture.handlers['keep-screen-picture']({ picture: Buffer.from(bytes).toString('base64') });
  return {
    picture,
    clock,
    written,
    told,
    asked,
    keep,
    unwant: () => {
      isWanted = false;
    },
  };
}

describe('the picture of the screen', () => {
  it('is asked for with a beat, while there is something to see and the setting wants it', () => {
    const { picture, asked, unwant } = setUp();
    for (const state of ['playing', 'standby', 'syncing', 'off', 'unpaired'] as const)
      picture.take({ state });
    expect(asked).toEqual(['screen-picture-wanted', 'screen-picture-wanted', 'screen-picture-wanted']);
    unwant();
    picture.take({ state: 'playing' });
    expect(asked).toHaveLength(3);
  });

  it('is captured for the page to read once, at an address that nobody can guess', async () => {
    const { picture, clock } = setUp();
    const captured = await picture.handlers['capture-screen']({});
    if (!captured.ok) throw new Error(captured.error.message);
    const url = `http://127.0.0.1:1${captured.value.source}`;
    expect(captured.value.source).toMatch(/^\/media\/[0-9a-f]{64}$/);
    expect(picture.answer(new Request(`http://127.0.0.1:1/media/${'0'.repeat(64)}`))).toBeNull();
    const answer = picture.answer(new Request(url));
    expect(await answer?.text()).toBe(PNG.toString());
    expect(picture.answer(new Request(url))).toBeNull();
    const second = await picture.handlers['capture-screen']({});
    await clock.advance(30_000);
    const late = second.ok ? new Request(`http://127.0.0.1:1${second.value.source}`) : new Request(url);
    expect(picture.answer(late)).toBeNull();
  });

  it('is written and told only when it is another one', () => {
    const { keep, written, told } = setUp();
    expect(keep(webp(1_000))).toMatchObject({ ok: true });
    expect(keep(webp(1_000))).toMatchObject({ ok: true });
    expect(keep(webp(1_000, 1))).toMatchObject({ ok: true });
    expect(written).toHaveLength(2);
    expect(told).toHaveLength(2);
  });

  it.each([Buffer.from('no picture'), webp(40_001), webp(12), Buffer.alloc(0), Buffer.alloc(500, 'RIFF')])(
    'is none where the page sends something else',
    (bytes) => {
      const { keep, written } = setUp();
      expect(keep(bytes)).toMatchObject({ ok: false, error: { code: 'no-picture' } });
      expect(written).toEqual([]);
    },
  );

  it('is neither captured nor kept where nobody wants it, or the shell has none', async () => {
    const { picture, keep, written, unwant } = setUp();
    unwant();
    expect(await picture.handlers['capture-screen']({})).toMatchObject({ ok: false });
    expect(keep(webp(1_000))).toMatchObject({ ok: false });
    expect(written).toEqual([]);
    expect(await setUp(null).picture.handlers['capture-screen']({})).toMatchObject({ ok: false });
  });
});
