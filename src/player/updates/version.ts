/** A released version, `1.20.3`: three numbers, so that its name is a safe name of a folder and two can be compared. */
const VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/;

/** Whether `text` names a version. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Whether `version` came after `than`; what is no version came before all of them. */
export function isNewer(version: string, than: string): boolean {
  const [left, right] = [numbersOf(version), numbersOf(than)];
  for (const [place, number] of left.entries()) {
    const other = right[place] ?? -1;
    if (number !== other) return number > other;
  }
  return false;
}

function numbersOf(version: string): readonly number[] {
  return isVersion(version) ? version.split('.').map(Number) : [-1, -1, -1];
}
