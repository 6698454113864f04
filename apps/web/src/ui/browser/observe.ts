import { attempt } from './attempt.ts';

/**
 * Calls back soon, and whenever the size of an element may have changed: of its content, or with its borders. Returns a
 * function that stops it.
 */
export function observeSize(
  element: Element,
  onChange: () => void,
  box: 'content-box' | 'border-box' = 'content-box',
): () => void {
  const observer = attempt(() => {
    const created = new ResizeObserver(onChange);
    created.observe(element, { box });
    return created;
  });
  if (observer !== undefined) return () => observer.disconnect();
  // Without observers, the window is what changes most sizes.
  window.addEventListener('resize', onChange);
  const timer = setTimeout(onChange);
  return () => {
    clearTimeout(timer);
    window.removeEventListener('resize', onChange);
  };
}

/**
 * Keeps in a variable of all style sheets how far down an element reaches, below its positioned ancestor, which stands at
 * the top of the window; 0 while it is empty. What else stands there can then stand below it. Returns a function that stops it.
 */
export function publishBottom(element: HTMLElement, variable: `--${string}`): () => void {
  const { style } = document.documentElement;
  const stop = observeSize(
    element,
    () => {
      const { offsetTop, offsetHeight } = element;
      style.setProperty(variable, `${offsetHeight === 0 ? 0 : offsetTop + offsetHeight}px`);
    },
    'border-box',
  );
  return () => {
    stop();
    style.removeProperty(variable);
  };
}

/**
 * Calls back whenever an element scrolls into the window, which `rootMargin` makes larger or smaller. Without observers it
 * counts as there at once. Returns a function that stops it.
 */
export function observeInView(element: Element, rootMargin: string, onInView: () => void): () => void {
  const observer = attempt(() => {
    const created = new IntersectionObserver(
      (changes) => {
        if (changes.some(({ isIntersecting }) => isIntersecting)) onInView();
      },
      { rootMargin },
    );
    created.observe(element);
    return created;
  });
  if (observer !== undefined) return () => observer.disconnect();
  const timer = setTimeout(onInView);
  return () => clearTimeout(timer);
}

/**
 * Calls back whenever an element below `root` gets or loses an attribute, or disappears. Never without observers. Returns a
 * function that stops it.
 */
export function observeAttribute(root: Element, name: string, onChange: () => void): () => void {
  const observer = attempt(() => {
    const created = new MutationObserver(onChange);
    created.observe(root, { attributeFilter: [name], childList: true, subtree: true });
    return created;
  });
  return () => observer?.disconnect();
}
