import { describe, expect, it } from 'vitest';
import { LONGEST_ALERT, readAlert } from '../../../src/shared/alert.ts';

const textOf = (written: unknown): string | null => {
  const read = readAlert(written);
  return read.ok ? (read.alert?.text ?? null) : `refused: ${read.problem}`;
};

describe('an alert that somebody wrote', () => {
  it('is a text, or an object with a text, a level and an end', () => {
    expect(readAlert('Leave the building.\r\nNow.')).toEqual({
      ok: true,
      alert: { text: 'Leave the building.\nNow.', level: 'warning', untilMs: null },
    });
    expect(readAlert({ text: 'Fire', level: 'emergency', until: '2026-11-29T12:00:00Z' })).toEqual({
      ok: true,
      alert: { text: 'Fire', level: 'emergency', untilMs: Date.parse('2026-11-29T12:00:00Z') },
    });
    expect(readAlert({ text: 'Fire', until: '2026-11-29T12:00' })).toMatchObject({
      alert: { untilMs: new Date(2026, 10, 29, 12).getTime() },
    });
  });

  it.each([undefined, null, '', ' \n\t\n', { text: '  ' }])('is none where %j is written', (written) => {
    expect(readAlert(written)).toEqual({ ok: true, alert: null });
  });

  it.each([
    7,
    [],
    ['Fire'],
    { text: 7 },
    { message: 'Fire' },
    { text: 'Fire', level: 'loud' },
    { text: 'Fire', until: 'soon' },
    { text: 'Fire', until: '2026-13-01T00:00:00Z' },
    'PK\u0003\u0004',
    'a\u0000b',
    '\u001b[2J',
    'broken \uFFFD',
    'x'.repeat(9_000),
  ])('is refused as %j', (written) => {
    expect(readAlert(written).ok).toBe(false);
  });

  it('is plain text of a bounded length and height, without what would turn the words around it', () => {
    const long = textOf('ß'.repeat(2_000));
    expect(Array.from(long ?? '')).toHaveLength(LONGEST_ALERT);
    expect(long?.endsWith('…')).toBe(true);
    expect(Array.from(textOf('👩‍🚒'.repeat(400)) ?? '').length).toBeLessThanOrEqual(LONGEST_ALERT);
    expect(textOf(Array.from({ length: 100 }, (_, line) => line).join('\n'))?.split('\n')).toHaveLength(12);
    expect(textOf('a\u202Eb\u2066c\u200Bd')).toBe('abcd');
    expect(textOf('<b>Fire</b> {x}')).toBe('<b>Fire</b> {x}');
    expect(textOf('אש! לצאת')).toBe('אש! לצאת');
  });
});
