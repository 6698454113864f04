import { expect } from '@playwright/test';
import { settingsPage } from '../pages/settingsPage.ts';
import type { Person } from './person.ts';

/** Lets nobody be asked for a note after their calls any more. */
export async function switchPromptsOff(who: Person): Promise<void> {
  await who.navigation.settings.click();
  const { missedCallPrompts } = settingsPage(who.page);
  await expect(missedCallPrompts).toBeChecked();
  await missedCallPrompts.click();
  await expect(missedCallPrompts).not.toBeChecked();
}
