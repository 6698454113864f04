/** Focuses the first field of a form that is still empty. */
export function focusEmptyField(form: HTMLFormElement | null): void {
  const fields = form?.querySelectorAll('input') ?? [];
  Array.from(fields)
    .find(({ value }) => value === '')
    ?.focus();
}
