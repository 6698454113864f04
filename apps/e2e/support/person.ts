import { expect, type Page } from '@playwright/test';
import { afterCall } from '../pages/afterCall.ts';
import { callRegion } from '../pages/callRegion.ts';
import { callsPage } from '../pages/callsPage.ts';
import { conversationPage } from '../pages/conversation.ts';
import { navigation } from '../pages/navigation.ts';
import { incomingCall } from '../pages/incomingCall.ts';
import { missedNotice } from '../pages/missedNotice.ts';
import { peoplePage } from '../pages/people.ts';
import { secondCall } from '../pages/secondCall.ts';
import type { Medium, Named } from './callTerms.ts';

/** One tab of a signed-in person, as that person sees and uses it. */
export type Person = ReturnType<typeof personIn>;

/** Wraps a tab that is already signed in. */
export function personIn(page: Page, name: string) {
  const people = peoplePage(page);
  const around = navigation(page);

  /** Finds a person on the People screen with the search. */
  async function find(other: Named): Promise<void> {
    await around.people.click();
    await people.search.fill(other.name);
    await expect(people.person(other)).toBeVisible();
  }

  /** Presses the call button for a person. */
  async function place(medium: Medium, other: Named): Promise<void> {
    await find(other);
    await people.callButton(other, medium).click();
  }

  return {
    name,
    page,
    navigation: around,
    people,
    history: callsPage(page),
    after: afterCall(page),
    callWith: (other: Named) => callRegion(page, other),
    incomingFrom: (other: Named, medium: Medium) => incomingCall(page, other, medium),
    secondFrom: (other: Named) => secondCall(page, other),
    missedFrom: (other: Named, medium: Medium) => missedNotice(page, other, medium),
    conversationWith: (other: Named) => conversationPage(page, other),
    find,
    /** Leaves a call that fills the window for the app behind it. */
    backToApp: () => page.getByRole('button', { name: 'Back to app', exact: true }).click(),
    place,
    reload: () => page.reload(),
    /** Closes the tab, as a person does. */
    closeTab: () => page.close({ runBeforeUnload: false }),
    crashTab: () => crashTab(page),
  };
}

/** Kills the tab's process, so that the page sends no goodbye. */
async function crashTab(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // The command gets no response, because the page has crashed.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}
