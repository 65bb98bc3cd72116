/** A PIN is 4 to 12 digits, as the bridge takes it. */
export function isPin(text: string): boolean {
  return /^\d{4,12}$/.test(text);
}
