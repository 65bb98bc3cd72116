/** Control characters, and the marks that make a name read backwards or hide in it. Joiners (200C, 200D) are letters. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
export const MOST_NAME_CHARACTERS = 255;

/** A name for people: no path, no control characters, no marks that turn the writing, of a bounded length. */
export function shownName(written: string): string {
  return shownText(written.split(/[/\\]/).at(-1) ?? '', MOST_NAME_CHARACTERS).replace(/^\.+$/, '');
}

/** A text on one line, without what is not shown, of at most so many characters. */
export function shownText(written: string, mostCharacters: number): string {
  const shown = written
    .slice(0, mostCharacters * 4)
    .replace(UNSHOWABLE, '')
    .trim();
  return Array.from(shown.toWellFormed()).slice(0, mostCharacters).join('');
}
