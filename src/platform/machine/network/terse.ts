/** More lines than a place with hundreds of networks has. */
const MOST_LINES = 2_000;

/**
 * The rows of what `nmcli -t` says: a line each, fields parted by `:`, in which `\` stands before a `:` or `\` of a value. What
 * does not have `width` fields is left out, as is a last line that was cut off.
 */
export function parseTerse(text: string, width: number): readonly (readonly string[])[] {
  return text
    .split('\n')
    .slice(0, -1)
    .slice(0, MOST_LINES)
    .map(fieldsOf)
    .filter((fields) => fields.length === width);
}

function fieldsOf(line: string): readonly string[] {
  const fields = [''];
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    if (letter === ':') {
      fields.push('');
      continue;
    }
    if (letter === '\\') at += 1;
    const written = letter === '\\' ? line.charAt(at) : letter;
    fields[fields.length - 1] = `${fields.at(-1) ?? ''}${written}`;
  }
  return fields;
}
