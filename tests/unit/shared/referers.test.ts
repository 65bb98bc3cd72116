import { describe, expect, test } from 'vitest';
import { parseReferers, refererFor } from '../../../src/shared/referers.ts';

describe('the setting refererFor', () => {
  test.each([
    ['', []],
    [
      'player.example=https://screens.example/',
      [{ host: 'player.example', referer: 'https://screens.example/' }],
    ],
    [
      'Player.Example=https://screens.example, *.video.example=https://screens.example/lobby?x=1#y',
      [
        { host: 'player.example', referer: 'https://screens.example/' },
        { host: '*.video.example', referer: 'https://screens.example/lobby' },
      ],
    ],
  ])('%j', (text, rules) => {
    expect(parseReferers(text)).toEqual(rules);
  });

  test.each([
    'player.example',
    'player.example=screens.example',
    'player.example=http://screens.example/',
    'player.example=https://user:secret@screens.example/',
    'https://player.example=https://screens.example/',
    '*=https://screens.example/',
    'a..b=https://screens.example/',
    Array.from({ length: 21 }, (_, place) => `h${place}=https://s.example/`).join(' '),
  ])('%s is of no use', (text) => {
    expect(parseReferers(text)).toBeNull();
  });

  test('is for its host alone', () => {
    const rules = parseReferers('player.example=https://a.example/ *.video.example=https://b.example/') ?? [];
    expect(refererFor(rules, 'https://player.example/embed/7')).toBe('https://a.example/');
    expect(refererFor(rules, 'http://player.example:8080/')).toBe('https://a.example/');
    expect(refererFor(rules, 'https://www.video.example/')).toBe('https://b.example/');
    for (const other of [
      'https://video.example/',
      'https://player.example.org/',
      'https://xplayer.example/',
      'app://player.example/',
      'x',
    ]) {
      expect(refererFor(rules, other)).toBeNull();
    }
  });
});
