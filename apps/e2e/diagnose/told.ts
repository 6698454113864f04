import type { Person } from '../support/person.ts';
import type { Named } from '../support/callTerms.ts';

/** What a page tells about a call at one moment. */
export interface Told {
  /** All words around the call: its region, a dialog about its end, and messages of the app. */
  readonly words: string;
  /** Of the meter "Call quality"; empty without one. */
  readonly grade: string;
  /** The status "quality"; empty without a finding. */
  readonly finding: string;
  readonly route: string;
}

const silent: Told = { words: '', grade: '', finding: '', route: '' };

/** Reads what a page tells about its call with someone; a page that is gone or frozen tells nothing. */
export async function toldBy(person: Person, other: Named): Promise<Told> {
  const { page } = person;
  if (page.isClosed()) return silent;
  const { region } = person.callWith(other);
  const wordsOf = (elements: Element[]): string =>
    elements.map((element) => (element instanceof HTMLElement ? element.innerText : '')).join('\n');
  const messages = page.locator('dialog[open], [role="dialog"], [role="status"], [role="alert"]');
  const meter = region.getByRole('meter', { name: 'Call quality', exact: true });
  const read = async (): Promise<Told> => ({
    words: `${await region.evaluateAll(wordsOf)}\n${await messages.evaluateAll(wordsOf)}`,
    grade: await meter.evaluateAll(([element]) => element?.getAttribute('aria-valuetext') ?? ''),
    finding: await region.getByRole('status', { name: 'quality', exact: true }).evaluateAll(wordsOf),
    route: await region.evaluateAll(([element]) => element?.getAttribute('data-route') ?? ''),
  });
  const late = new Promise<Told>((resolve) => setTimeout(() => resolve(silent), 1_500));
  return Promise.race([read().catch(() => silent), late]);
}
