import { chromium, expect, type Browser } from '@playwright/test';
import { chromiumFlags, findHeadlessShell } from '@ringback/tooling';
import { makeSpeech } from '../support/media/microphoneFile.ts';
import { personIn, type Person } from '../support/person.ts';

/** Starts a browser whose microphones hear speech. */
export async function launchSpeaking(): Promise<{
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}> {
  const speech = await makeSpeech();
  const args = [...chromiumFlags(), `--use-file-for-fake-audio-capture=${speech.file}`];
  const executablePath = findHeadlessShell(process.env);
  const browser = await chromium.launch({ args, ...(executablePath !== null && { executablePath }) });
  return {
    browser,
    close: async () => {
      await browser.close();
      await speech.remove();
    },
  };
}

/** In a profile of their own, so that each page has a process and a main thread of its own. */
export async function signIn(browser: Browser, url: string, name: string): Promise<Person> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  await page.goto(`${url}/?as=${encodeURIComponent(name)}`);
  const person = personIn(page, name);
  await expect(person.navigation.main).toBeVisible();
  return person;
}
