/** A thing on the screen, as assistive technology names it. */
export interface Thing {
  readonly role: string;
  /** The accessible name: whole, its beginning, or one of several; any name if it is left out. */
  readonly name?: string | { readonly startsWith: string } | { readonly oneOf: readonly string[] };
}

/**
 * Finds the visible things with a role and a name in a page, within another thing if there is one. It runs in the page,
 * so it may use nothing from this file.
 *
 * Firefox can find things by its own accessibility tree, but takes 0.5 to 2.5 s for each on two busy cores (measured).
 * So this reads what the screens are made of: elements with their own roles, labels, and text.
 */
export function findThings(wanted: Thing, within: Thing | null): readonly Element[] {
  const elements: Readonly<Record<string, string>> = {
    button: 'button',
    combobox: 'select',
    dialog: 'dialog:not([role])',
    link: 'a[href]',
    list: 'ul:not([role]), ol:not([role])',
    listitem: 'li:not([role])',
    navigation: 'nav',
    option: 'option',
    progressbar: 'progress',
    region: 'section[aria-label], section[aria-labelledby]',
    searchbox: 'input[type=search]',
    status: 'output',
    // Without a role, but with a label.
    video: 'video',
    audio: 'audio',
    textbox: 'input:not([type]), input[type=text], textarea',
  };

  const textOf = (element: Element): string => {
    const copy = element.cloneNode(true);
    if (!(copy instanceof Element)) return '';
    for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove();
    return copy.textContent ?? '';
  };
  const labelOf = (element: Element): string | undefined => {
    const ids = element.getAttribute('aria-labelledby')?.split(' ');
    if (ids !== undefined)
      return ids.map((id) => document.querySelector(`#${CSS.escape(id)}`)?.textContent).join(' ');
    const labels = 'labels' in element && element.labels instanceof NodeList ? [...element.labels] : [];
    return element.getAttribute('aria-label') ?? labels[0]?.textContent ?? undefined;
  };
  const nameOf = (element: Element): string => {
    const name = labelOf(element) ?? textOf(element);
    return (name.trim() || (element.getAttribute('title') ?? '')).replaceAll(/\s+/g, ' ').trim();
  };
  const isNamed = (element: Element, name: Thing['name']): boolean => {
    if (typeof name !== 'object') return (name ?? nameOf(element)) === nameOf(element);
    return 'oneOf' in name
      ? name.oneOf.includes(nameOf(element))
      : nameOf(element).startsWith(name.startsWith);
  };
  const find = (root: ParentNode, { role, name }: Thing): Element[] =>
    [...root.querySelectorAll([`[role=${role}]`, elements[role]].filter(Boolean).join())].filter(
      (element) =>
        (element.checkVisibility({ visibilityProperty: true }) || role === 'audio') && isNamed(element, name),
    );

  if (within === null) return find(document, wanted);
  return find(document, within).flatMap((root) => find(root, wanted));
}
