/** The usual choices, and the one in force beside them where a file or another version chose it. */
export function withChosen(usual: readonly string[], chosen: string): readonly string[] {
  return usual.includes(chosen) ? usual : [...usual, chosen];
}
