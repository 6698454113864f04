/**
 * A bounded record of what happened, to explain a call afterwards. Entries hold ids, states and times only: no names,
 * SDP, addresses or tokens.
 */
export interface Trace<Entry> {
  readonly record: (entry: Entry) => void;
  /** The recorded entries, oldest first. */
  readonly entries: () => readonly Entry[];
}

/** Some minutes of an eventful call; about 100 kB. */
const defaultCapacity = 500;

/** Creates a ring buffer that drops its oldest entries. `debug` gets each entry as it is recorded. */
export function createTrace<Entry>(
  debug: (entry: Entry) => void = () => {},
  capacity: number = defaultCapacity,
): Trace<Entry> {
  const ring: Entry[] = [];
  let oldest = 0;
  return {
    record: (entry) => {
      if (ring.length < capacity) ring.push(entry);
      else {
        ring[oldest] = entry;
        oldest = (oldest + 1) % capacity;
      }
      debug(entry);
    },
    entries: () => [...ring.slice(oldest), ...ring.slice(0, oldest)],
  };
}
