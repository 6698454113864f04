import { expect } from '@playwright/test';
import { settingsPage } from '../pages/settingsPage.ts';
import type { Person } from './person.ts';

/** Turns off the offer to record a note after missed calls. */
export async function switchPromptsOff(who: Person): Promise<void> {
  await who.navigation.settings.click();
  const { missedCallPrompts } = settingsPage(who.page);
  await expect(missedCallPrompts).toBeChecked();
  await missedCallPrompts.click();
  await expect(missedCallPrompts).not.toBeChecked();
}
