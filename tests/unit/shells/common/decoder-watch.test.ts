import { describe, expect, it } from 'vitest';
import { createDecoderWatch, type DecoderWatch } from '../../../../src/shells/common/decoder-watch.ts';

/** As Chromium 150 tells it: properties and events in batches of their own, in any order. */
const tell = (watch: DecoderWatch, playerId: string) => ({
  address: (path: string): void => {
    const load = JSON.stringify({ event: 'kLoad', url: `http://127.0.0.1:7000${path}` });
    const events = [{ value: '{"event":"kPlay"}' }, { value: load }];
    watch.hear('Media.playerEventsAdded', { playerId, events });
  },
  decoder: (name: string, isPlatform: boolean): void => {
    const properties = [
      { name: 'kVideoDecoderName', value: name },
      { name: 'kIsPlatformVideoDecoder', value: String(isPlatform) },
    ];
    watch.hear('Media.playerPropertiesChanged', { playerId, properties });
  },
});

function setUp() {
  const watch = createDecoderWatch();
  let heard = 0;
  watch.listen(() => (heard += 1));
  return { watch, heard: () => heard };
}

describe('what decodes a video', () => {
  it.each([true, false])(
    'is known from the player that loaded its address (address first: %s)',
    (isFirst) => {
      const { watch, heard } = setUp();
      const player = tell(watch, '1');
      if (isFirst) player.address('/media/a');
      player.decoder('FFmpegVideoDecoder', false);
      if (!isFirst) player.address('/media/a');
      expect(watch.of('/media/a')).toEqual({ name: 'FFmpegVideoDecoder', isHardware: false });
      expect(watch.of('/media/b')).toBeNull();
      expect(heard()).toBe(1);
    },
  );

  it('changes with the graphics process under it, and says so once', () => {
    const { watch, heard } = setUp();
    const player = tell(watch, '1');
    player.address('/media/a');
    player.decoder('VaapiVideoDecoder', true);
    player.decoder('VaapiVideoDecoder', true);
    expect(heard()).toBe(1);
    player.decoder('FFmpegVideoDecoder', false);
    expect(watch.of('/media/a')).toEqual({ name: 'FFmpegVideoDecoder', isHardware: false });
    expect(heard()).toBe(2);
  });

  it('is kept apart from that of other players, and the newest thousand are remembered', () => {
    const { watch } = setUp();
    for (let index = 0; index < 1_500; index += 1) {
      const player = tell(watch, String(index));
      player.address(`/media/${index}`);
      player.decoder('FFmpegVideoDecoder', index % 2 === 0);
    }
    expect(watch.of('/media/1499')?.isHardware).toBe(false);
    expect(watch.of('/media/1498')?.isHardware).toBe(true);
    expect(watch.of('/media/500')).not.toBeNull();
    expect(watch.of('/media/499')).toBeNull();
  });

  it('is not guessed from what is cut off, or speaks of something else', () => {
    const { watch, heard } = setUp();
    tell(watch, '1').decoder('FFmpegVideoDecoder', false);
    for (const value of [
      '{"event":"kLoad","url":"http://127.0',
      '{"event":"kLoad"}',
      '"kLoad"',
      '{"event":"kLoad","url":7}',
    ])
      watch.hear('Media.playerEventsAdded', { playerId: '1', events: [{ value }] });
    watch.hear('Media.playerEventsAdded', {});
    watch.hear('Media.playerPropertiesChanged', null);
    watch.hear('Network.dataReceived', { playerId: '1' });
    expect(heard()).toBe(0);
  });
});
