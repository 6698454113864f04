/** A button to press, by its text or label, or a field to fill in. */
export type Step = string | { readonly field: string; readonly text: string };

const pressable = 'button, [role="menuitem"], [role="tab"]';

/** Does the steps of a story, each as soon as its element is in the page. */
export function playSteps(steps: readonly Step[]): void {
  const [step, ...rest] = steps;
  if (step === undefined) return;
  const attempt = (): boolean => (typeof step === 'string' ? press(step) : fill(step.field, step.text));
  const poll = setInterval(() => {
    if (!attempt()) return;
    clearInterval(poll);
    playSteps(rest);
  }, 50);
}

function press(name: string): boolean {
  const found = [...document.querySelectorAll<HTMLElement>(pressable)].find(
    (element) => element.getAttribute('aria-label') === name || element.textContent.trim().startsWith(name),
  );
  const isEnabled = found !== undefined && !found.matches(':disabled');
  if (isEnabled) found.click();
  return isEnabled;
}

function fill(label: string, text: string): boolean {
  const labels = [...document.querySelectorAll('label')];
  const input = labels.find(({ textContent }) => textContent === label)?.control;
  if (!(input instanceof HTMLInputElement)) return false;
  // React notices what was set by the browser's own setter.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}
