import { settingsPage } from '../../pages/settingsPage.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

async function openSettings(person: Person) {
  await person.navigation.settings.click();
  const settings = settingsPage(person.page);
  await expect(settings.privacy).toBeVisible();
  return settings;
}

test('"Always relay calls" is saved and follows on every device', async ({ person }) => {
  const [here, there] = [await person('Ada'), await person('Ada')];
  const settings = await openSettings(here);
  const elsewhere = await openSettings(there);
  await expect(settings.alwaysRelay).not.toBeChecked();
  await settings.alwaysRelay.click();
  await expect(settings.alwaysRelay).toBeChecked();
  await expect(elsewhere.alwaysRelay).toBeChecked();
  await here.reload();
  await expect(settings.alwaysRelay).toBeChecked();
  await elsewhere.alwaysRelay.focus();
  await there.page.keyboard.press('Space');
  await expect(elsewhere.alwaysRelay).not.toBeChecked();
  await expect(elsewhere.alwaysRelay).toBeFocused();
  await expect(settings.alwaysRelay).not.toBeChecked();
});

test('settings are disabled while the server is unreachable, and the screen says why', async ({
  person,
  server,
}) => {
  const ada = await person('Ada');
  const settings = await openSettings(ada);
  await settings.alwaysRelay.click();
  await expect(settings.alwaysRelay).toBeChecked();
  await server.kill();
  await expect(settings.alwaysRelay).toBeDisabled();
  await expect(settings.alwaysRelay).toBeChecked();
  await expect(settings.cannotBeReached).toBeVisible();
  await server.start();
  await expect(settings.alwaysRelay).toBeEnabled();
  await expect(settings.alwaysRelay).toBeChecked();
  await expect(settings.cannotBeReached).toBeHidden();
});

test.describe('a server without a relay', () => {
  test.use({ settings: { RELAY: 'off' } });

  test('says that relayed calls would not connect', async ({ person }) => {
    const ada = await person('Ada');
    const { alwaysRelay } = await openSettings(ada);
    await expect(alwaysRelay).toHaveAccessibleDescription(/has no relay .* would not connect/);
    await alwaysRelay.click();
    await expect(alwaysRelay).toHaveAccessibleDescription(/your calls will not connect/);
  });
});

test.describe('a server with its own relay', () => {
  test.use({ settings: { RELAY: '' } });

  test('promises relayed calls', async ({ person }) => {
    const ada = await person('Ada');
    const { alwaysRelay } = await openSettings(ada);
    await expect(alwaysRelay).toBeEnabled();
    await expect(alwaysRelay).not.toHaveAccessibleDescription(/no relay/);
  });
});
