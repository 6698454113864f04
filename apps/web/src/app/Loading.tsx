import { useEffect, useState } from 'react';
import { EmptyState } from '../ui/layout/EmptyState.tsx';
import { text } from './appText.ts';

/** Nearly all parts are there before they are needed, and words that come and go within a moment would only flicker. */
const longMs = 3_000;

/** In place of a part whose code is being fetched: nothing, unless that takes long. */
export function Loading() {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), longMs);
    return () => clearTimeout(timer);
  }, []);
  return isLong && <EmptyState title={text.loading} />;
}
