import { expect, type BrowserContext, type Page } from '@playwright/test';
import { installInputProbe } from '../support/media/inputProbe.ts';
import { installMediaProbe } from '../support/media/mediaProbe.ts';
import { watchFaults } from '../support/pageFaults.ts';
import { personIn, type Person } from '../support/person.ts';
import type { Lab, Who } from './lab.ts';
import { installTimeline } from './timeline.ts';

/** A person who has joined, and how to close their browser profile. */
export interface Joined {
  readonly person: Person;
  readonly close: () => Promise<void>;
}

/** Which person joins, on which host, and under which name. */
export interface JoinOptions {
  readonly lab: Lab;
  /** Of Ringback's server. */
  readonly url: string;
  readonly who: Who;
  readonly name: string;
  /** Called with the uncaught errors of the page. */
  readonly onFault: (fault: string) => void;
  /** What else to install in the browser profile before its first page loads. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/** Opens a page on a person's host, in its own browser profile, that records when media arrives. */
export async function openPage({ lab, who }: Pick<JoinOptions, 'lab' | 'who'>): Promise<{
  readonly context: BrowserContext;
  readonly page: Page;
}> {
  const browser = await lab.browserOf(who);
  // The headless shell reports that it has yet to prompt, whatever the flags say.
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  await installTimeline(context);
  return { context, page: await context.newPage() };
}

/** Signs a person in, in a page on their host. */
export async function joinLab(options: JoinOptions): Promise<Joined> {
  const { url, name, onFault } = options;
  const { context, page } = await openPage(options);
  await installInputProbe(context);
  await installMediaProbe(context);
  await options.prepare?.(context);
  watchFaults(page, onFault);
  await page.goto(`${url}/?as=${encodeURIComponent(name)}`);
  const person = personIn(page, name);
  await expect(person.navigation.main).toBeVisible();
  return { person, close: () => context.close() };
}
