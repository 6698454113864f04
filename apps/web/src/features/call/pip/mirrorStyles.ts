/**
 * Gives another document of this page the style sheets of its own, those that load later included. Returns a function that
 * stops it. Links keep their address, which the content security policy allows there too: the document inherits it.
 */
export function mirrorStyles(from: Document, to: Document): () => void {
  const { lang, dir } = from.documentElement;
  Object.assign(to.documentElement, { lang, dir });
  const add = (nodes: Iterable<Node>): void => {
    for (const node of nodes) if (isStyle(node)) to.head.append(copyOf(node, to));
  };
  add(from.head.childNodes);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) add(addedNodes);
  });
  observer.observe(from.head, { childList: true });
  return () => observer.disconnect();
}

function isStyle(node: Node): node is HTMLLinkElement | HTMLStyleElement {
  return node instanceof HTMLStyleElement || (node instanceof HTMLLinkElement && node.rel === 'stylesheet');
}

function copyOf(node: HTMLLinkElement | HTMLStyleElement, to: Document): Node {
  const copy = to.importNode(node, true);
  // The other document has no address that a relative one could count from.
  if (node instanceof HTMLLinkElement && 'href' in copy) copy.href = node.href;
  return copy;
}

/** Browsers show the title of a small window, and screen readers say it. */
export function nameDocument(page: Document, title: string): void {
  page.title = title;
}
