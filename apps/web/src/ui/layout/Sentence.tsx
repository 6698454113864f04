/*
 * Names inside sentences. A name in Arabic or Hebrew would change the order of the words around it, so it stands isolated:
 * as `<bdi>` in a page, which leaves the text as it is for screen readers and searches.
 */

/** First Strong Isolate and its end. No name contains them. */
const [start, end] = ['\u2068', '\u2069'] as const;

/** Marks a name for `Sentence`. For text that is rendered by it, not for labels and titles. */
export function isolate(name: string): string {
  return `${start}${name}${end}`;
}

/** Marks the name of a thing's peer, for functions that make sentences of the thing. */
export function isolatePeer<Thing extends { readonly peer: { readonly name: string } }>(thing: Thing): Thing {
  return { ...thing, peer: { ...thing.peer, name: isolate(thing.peer.name) } };
}

const isolated = new RegExp(`${start}([^${end}]*)${end}`, 'u');

/** A sentence with its marked names isolated. */
export function Sentence({ children }: { readonly children: string | undefined }) {
  // Splitting by a group puts what it matched at the odd places.
  return children
    ?.split(isolated)
    .map((part, index) => (index % 2 === 1 ? <bdi key={`${index} ${part}`}>{part}</bdi> : part));
}
