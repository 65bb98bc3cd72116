import { describe, expect, it } from 'vitest';
import { createEndForecast } from '../../../../../renderer/stage/layers/end-forecast.ts';

describe('the forecast of a video’s end', () => {
  it('does not follow frames that come a refresh early or late', () => {
    const forecast = createEndForecast();
    const ends = Array.from({ length: 200 }, (_, count) =>
      forecast.by(
        { displayMs: Math.round((count * 40) / 16.7) * 16.7, mediaSeconds: count * 0.04, count },
        10,
      ),
    );
    expect(Math.max(...ends.slice(9)) - Math.min(...ends.slice(9))).toBeLessThan(6);
    expect(Math.abs((ends.at(-1) ?? 0) - 10_000)).toBeLessThan(6);
  });

  it('follows a video that was held at once', () => {
    const forecast = createEndForecast();
    for (let count = 0; count < 20; count += 1) {
      forecast.by({ displayMs: count * 40, mediaSeconds: count * 0.04, count }, 10);
    }
    expect(forecast.by({ displayMs: 1_800, mediaSeconds: 0.8, count: 20 }, 10)).toBe(11_000);
  });
});
