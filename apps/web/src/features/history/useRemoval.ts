import type { Result } from '@ringback/protocol';
import { useState } from 'react';
import { text } from './text.ts';

/**
 * Takes entries out of the history. They leave the screen at once; if the server does not agree they come back, and
 * `problem` says why until the next try.
 */
export function useRemoval(): {
  readonly problem: string | undefined;
  readonly removeBy: (remove: () => Promise<Result<unknown>>) => void;
} {
  const [problem, setProblem] = useState<string>();
  const removeBy = async (remove: () => Promise<Result<unknown>>) => {
    setProblem(undefined);
    const result = await remove();
    if (!result.ok) setProblem(text.notDeleted(result.error.message));
  };
  return { problem, removeBy: (remove) => void removeBy(remove) };
}
