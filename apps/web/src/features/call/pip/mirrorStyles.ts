import { inTime } from '../../../ui/browser/attempt.ts';

/** The style sheets are in the browser's cache; where one does not come by then, an unstyled window is better than none. */
const loadTimeoutMs = 1_000;

/** Style sheets that follow those of another document. */
export interface MirroredStyles {
  /** Those that were there at the beginning have loaded. */
  readonly ready: Promise<unknown>;
  readonly stop: () => void;
}

/**
 * Gives another document of this page the style sheets of its own, those that load later included. Links keep their
 * address, which the content security policy allows there too: the document inherits it.
 */
export function mirrorStyles(from: Document, to: Document, title: string): MirroredStyles {
  to.title = title;
  to.documentElement.lang = from.documentElement.lang;
  to.documentElement.dir = from.documentElement.dir;
  const add = (nodes: Iterable<Node>): Promise<unknown> =>
    Promise.all([...nodes].filter(isStyle).map((style) => addCopy(style, to)));
  const first = add(from.head.childNodes);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) void add(addedNodes);
  });
  observer.observe(from.head, { childList: true });
  return {
    ready: inTime(first, loadTimeoutMs, undefined),
    stop: () => observer.disconnect(),
  };
}

function isStyle(node: Node): node is HTMLLinkElement | HTMLStyleElement {
  return node instanceof HTMLStyleElement || (node instanceof HTMLLinkElement && node.rel === 'stylesheet');
}

/** Settles once the copy applies. */
function addCopy(style: HTMLLinkElement | HTMLStyleElement, to: Document): Promise<void> {
  const copy = to.importNode(style, true);
  // The other document has no address that a relative one could count from.
  if ('href' in copy && 'href' in style) copy.href = style.href;
  const loaded = Promise.withResolvers<void>();
  for (const end of ['load', 'error'] as const) copy.addEventListener(end, () => loaded.resolve());
  to.head.append(copy);
  return 'href' in style ? loaded.promise : Promise.resolve();
}
