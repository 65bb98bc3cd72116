/**
 * Where the Enter key leads from a field: to the next text field of its form that is empty, round from the last to the first.
 * Null: every other field is filled, and the form is ready to be sent.
 */
export function nextEmptyField(field: HTMLInputElement): HTMLInputElement | null {
  const fields = [...(field.form?.querySelectorAll<HTMLInputElement>('input[data-keyboard]') ?? [])];
  const place = fields.indexOf(field);
  const inTurn = [...fields.slice(place + 1), ...fields.slice(0, Math.max(place, 0))];
  return inTurn.find(({ value, disabled }) => !disabled && value.trim() === '') ?? null;
}
