import type { BrowserContext, Page } from '@playwright/test';
import { connect, hangUp } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

/** From now on the server seems to have a newer build; pages that are loaded still get the old one. */
async function updateApp(context: BrowserContext): Promise<void> {
  await context.route(/\/(?:people|calls|settings)(?:\/[0-9a-f-]+)?$/, (route) =>
    route.request().isNavigationRequest()
      ? route.continue()
      : route.fulfill({
          contentType: 'text/html',
          body: '<script type="module" src="/assets/first-newer.js"></script>',
        }),
  );
}

function newVersionIn(page: Page) {
  const status = page.getByRole('status').filter({ hasText: 'A new version is ready' });
  return { status, reload: status.getByRole('button', { name: 'Reload' }) };
}

test(
  'the server comes back with a newer build: a reload is offered',
  { tag: '@long' },
  async ({ person, context, server }) => {
    const ada = await person('Ada');
    const { status, reload } = newVersionIn(ada.page);
    await server.kill();
    await expect(ada.navigation.offline).toBeVisible();
    await server.start();
    await expect(ada.navigation.offline).toBeHidden();
    await updateApp(context);
    await server.kill();
    await expect(ada.navigation.offline).toBeVisible();
    await expect(status).toBeHidden();
    await server.start();
    await expect(status).toBeVisible();
    await reload.click();
    await expect(ada.navigation.main).toBeVisible();
    await expect(status).toBeHidden();
  },
);

test(
  'during a call no reload is offered, but after it',
  { tag: '@long' },
  async ({ person, context, server }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const { status } = newVersionIn(ada.page);
    await connect(ada, grace, 'voice');
    await updateApp(context);
    const checked = ada.page.waitForResponse((response) => response.request().resourceType() === 'fetch');
    await server.kill();
    await expect(ada.navigation.offline).toBeVisible();
    await server.start();
    await checked;
    await expect(ada.navigation.offline).toBeHidden();
    await expect(status).toBeHidden();
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    await expect(status).toBeVisible();
  },
);

test('after an update an open tab finds the parts of its own build and calls at once', async ({
  person,
  context,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const parts = [/mediaSessionController-.*\.js$/, /simplepeer.*\.js$/, /noteRecording-.*\.js$/];
  const isFetched = (page: Page) =>
    page.evaluate(
      (wanted) => {
        const names = performance.getEntriesByType('resource').map(({ name }) => name);
        return wanted.every((part) => names.some((name) => new RegExp(part).test(name)));
      },
      parts.map(({ source }) => source),
    );
  for (const { page } of [ada, grace]) await expect.poll(() => isFetched(page)).toBe(true);
  await context.route('**/assets/*', (route) => route.fulfill({ status: 404 }));
  await connect(ada, grace, 'voice');
});
