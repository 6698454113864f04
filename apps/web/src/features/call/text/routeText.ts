import type { Route } from '@ringback/protocol';
import { text } from './callText.ts';

/** How a call travels, in one word for the screen and in a sentence for who asks. */
export interface RouteText {
  readonly word: string;
  readonly meaning: string;
}

/**
 * The words about a route. They tell no reason: a call is relayed also where one of the two wants it so, and for a moment
 * before a direct path takes over.
 */
export function routeText({ path, transport }: Route): RouteText {
  const { word, meaning } = text.route[path];
  return { word, meaning: `${meaning} (${transport.toUpperCase()})` };
}
