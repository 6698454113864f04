import type { BrowserContext, Route } from '@playwright/test';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

const code = '**/assets/screens-*.js';
const styles = '**/assets/screens-*.css';
/** The HTML page, at any address: fetched again to see which build the server has. */
const pages = /\/(?:people|settings)$/;

/** Applies `answer` to the requests that a page makes itself; navigations still reach the server. */
function exceptNavigations(answer: (route: Route) => Promise<void>): (route: Route) => Promise<void> {
  return (route) => (route.request().isNavigationRequest() ? route.continue() : answer(route));
}

function failedIn(context: BrowserContext, file: RegExp): Promise<unknown> {
  return context.waitForEvent('requestfailed', (request) => file.test(request.url()));
}

function settingsOf({ page }: Person) {
  return page.getByRole('heading', { name: 'Settings', level: 1 });
}

test('screens that could not be fetched are fetched with their styles once the server is back', async ({
  person,
  context,
}) => {
  const cut = exceptNavigations((route) => route.abort());
  for (const files of [code, styles, pages]) await context.route(files, cut);
  const failed = [/\/screens-.*\.js$/, /\/screens-.*\.css$/].map((file) => failedIn(context, file));
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  await Promise.all(failed);
  await context.unrouteAll();
  await ada.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(settingsOf(ada)).toBeVisible();
  const sheets = await ada.page.evaluate(() => [...document.styleSheets].map(({ href }) => href));
  expect(sheets).toContainEqual(expect.stringMatching(/\/screens-.*\.css$/));
});

test('a screen missing from a newer build says so and reloads into that build', async ({
  person,
  context,
}) => {
  const newer = '<script type="module" src="/assets/first-newer.js"></script>';
  const answerNewer = exceptNavigations((route) => route.fulfill({ contentType: 'text/html', body: newer }));
  await context.route(pages, answerNewer);
  await context.route(code, (route) => route.fulfill({ status: 404 }));
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  const main = ada.page.getByRole('main');
  await expect(main).toContainText('Ringback was updated');
  await context.unrouteAll();
  await main.getByRole('button', { name: 'Reload' }).click();
  await expect(settingsOf(ada)).toBeVisible();
});
