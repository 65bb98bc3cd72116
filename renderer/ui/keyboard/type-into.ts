/** Types into a field at its caret, in place of what is selected, as a real keyboard would: React hears of it. */
export function typeInto(input: HTMLInputElement, text: string): void {
  const { start, end } = selectionOf(input);
  put(input, text, start, end, 'insertText');
}

/** Deletes what is selected, else the character before the caret. */
export function deleteIn(input: HTMLInputElement): void {
  const { start, end } = selectionOf(input);
  const before = start === end ? (Array.from(input.value.slice(0, start)).at(-1)?.length ?? 0) : 0;
  put(input, '', start - before, end, 'deleteContentBackward');
}

function selectionOf({ selectionStart, selectionEnd, value }: HTMLInputElement): {
  readonly start: number;
  readonly end: number;
} {
  return { start: selectionStart ?? value.length, end: selectionEnd ?? value.length };
}

function put(input: HTMLInputElement, text: string, start: number, end: number, inputType: string): void {
  const { value } = input;
  // React watches the element's own property; only the prototype's setter makes it see a change.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
    input,
    value.slice(0, start) + text + value.slice(end),
  );
  input.setSelectionRange(start + text.length, start + text.length);
  input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType, data: text === '' ? null : text }));
}
