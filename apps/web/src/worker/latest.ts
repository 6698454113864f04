const begun = new Map<string, symbol>();

/** One of several things that go on about the same. */
export interface Begun {
  /** Whether none was begun after it. */
  readonly isLatest: () => boolean;
  readonly end: () => void;
}

/** Begins something about a subject: an earlier one may learn late what the later one knows better. */
export function begin(subject: string): Begun {
  const mine = Symbol(subject);
  begun.set(subject, mine);
  const isLatest = (): boolean => begun.get(subject) === mine;
  return {
    isLatest,
    end: () => {
      if (isLatest()) begun.delete(subject);
    },
  };
}

/** Resolves after so many ms. */
export function pause(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}
