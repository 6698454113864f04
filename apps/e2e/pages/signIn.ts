import type { Page } from '@playwright/test';

/** The screen of a signed-out tab. */
export function signInPage(page: Page) {
  const heading = page.getByRole('heading', { name: 'Ringback' });
  const name = page.getByRole('textbox', { name: 'Your name' });
  const proceed = page.getByRole('button', { name: 'Continue', exact: true });
  return {
    heading,
    continueAs: (person: string) => page.getByRole('button', { name: `Continue as ${person}`, exact: true }),
    name,
    proceed,
    signInAs: async (text: string) => {
      await name.fill(text);
      await proceed.click();
    },
  };
}
