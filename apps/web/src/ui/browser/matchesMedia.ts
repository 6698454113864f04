import { attempt } from './attempt.ts';

/** Whether a media query matches; false where the browser does not tell. */
export function matchesMedia(query: string): boolean {
  return attempt(() => window.matchMedia(query).matches) ?? false;
}
