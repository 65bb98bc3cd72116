import { expect, test } from 'vitest';
import { hasSvgRoot } from '../../../../src/player/media/svg-root.ts';

const judge = (text: string, encoding: 'utf8' | 'utf16le' = 'utf8'): boolean | null =>
  hasSvgRoot(Buffer.from(text, encoding));

test.each([
  ['nothing but the root', '<svg/>'],
  [
    'a byte order mark, a declaration and comments',
    '\uFEFF<?xml version="1.0"?>\n<!-- by hand --><!----><svg width="1">',
  ],
  ['several instructions', '<?xml version="1.0"?><?xml-stylesheet href="a.css"?><?a?><svg>'],
  ['a DOCTYPE', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://w3.org/svg11.dtd">\n<svg>'],
  ['a DOCTYPE with entities', '<!doctype svg [<!ENTITY a "b > ] c"><!-- ]> \' --> <?x ]>?>] ><svg>'],
  ['a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg">'],
  ['a long comment', `<!--${'x'.repeat(500_000)}--><svg>`],
])('%s before the root is an SVG', (_name, text) => {
  expect(judge(text)).toBe(true);
});

test('UTF-16 in both orders is read, with and without a byte order mark', () => {
  const little = Buffer.from('<?xml version="1.0"?><svg width="1"/>', 'utf16le');
  const big = Buffer.from(little).swap16();
  expect(hasSvgRoot(little)).toBe(true);
  expect(hasSvgRoot(big)).toBe(true);
  expect(hasSvgRoot(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).toBe(true);
  expect(hasSvgRoot(Buffer.concat([Buffer.from([0xfe, 0xff]), big]))).toBe(true);
});

test.each([
  '',
  'svg',
  '<rss>',
  '<!doctype html><html><svg>',
  '{"a": "<svg>"}',
  '<!----><!---->x',
  '<!ELEMENT a><svg>',
])('%j is none', (text) => {
  expect(judge(text)).toBe(false);
});

test.each(['<!-- never closed', '<?xml', '<!DOCTYPE svg [', '<', '<!', '<!DOC', '  ', '<sv', '<!---->'])(
  '%j may still become one',
  (text) => {
    expect(judge(text)).toBe(null);
  },
);
