import { settingsPage } from '../pages/settingsPage.ts';
import { signInPage } from '../pages/signIn.ts';
import { connect, hangUp } from '../support/calling.ts';
import { personIn } from '../support/person.ts';
import { expect, nameFor, test } from '../support/test.ts';

test('a new tab offers to go on as who signed in before, until they sign out', async ({ open }, testInfo) => {
  const name = nameFor(testInfo, 'Ada');
  const first = await open('/');
  await signInPage(first).signInAs(name);
  await expect(personIn(first, name).frame.main).toBeVisible();

  const second = await open('/');
  await signInPage(second).continueAs(name).click();
  const again = personIn(second, name);
  await expect(again.frame.main).toBeVisible();

  const third = await open('/');
  await expect(signInPage(third).continueAs(name)).toBeFocused();
  await again.frame.settings.click();
  await again.frame.signOut.click();
  await expect(signInPage(second).name).toBeFocused();
  for (const tab of [second, third]) await expect(signInPage(tab).continueAs(name)).toBeHidden();
  await expect(personIn(first, name).frame.main).toBeVisible();
});

test('beside the one who is remembered, a tab can be somebody else; an address for one is not remembered', async ({
  open,
}, testInfo) => {
  const [ada, grace, linus] = [
    nameFor(testInfo, 'Ada'),
    nameFor(testInfo, 'Grace'),
    nameFor(testInfo, 'Linus'),
  ];
  const first = await open('/');
  await signInPage(first).signInAs(ada);
  await expect(personIn(first, ada).frame.main).toBeVisible();
  const second = await open(`/?as=${encodeURIComponent(linus)}`);
  await expect(personIn(second, linus).frame.main).toBeVisible();

  const third = await open('/');
  await expect(signInPage(third).continueAs(ada)).toBeVisible();
  await expect(signInPage(third).continueAs(linus)).toBeHidden();
  await signInPage(third).signInAs(grace);
  await expect(personIn(third, grace).frame.main).toBeVisible();
});

test('a new name shows at once to everybody, in a call, too, and both names find the person', async ({
  person,
}, testInfo) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const linus = await person('Linus');
  await connect(ada, grace, 'voice');
  const augusta = { name: nameFor(testInfo, 'Augusta') };

  await ada.frame.settings.click();
  const settings = settingsPage(ada.page);
  await settings.displayName.fill(augusta.name);
  await settings.save.click();
  await expect(ada.page.getByText(`You sign in as ${ada.name}`)).toBeVisible();
  await expect(grace.callWith(augusta).region).toBeVisible();
  await hangUp(grace, { caller: { ...ada, ...augusta }, callee: grace, medium: 'voice' });

  for (const name of [ada.name, augusta.name]) {
    await linus.frame.people.click();
    await linus.people.search.fill(name);
    await expect(linus.people.person(augusta)).toBeVisible();
  }
});

test('the name with which somebody else signs in is refused, and it is said', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.frame.settings.click();
  const settings = settingsPage(ada.page);
  await settings.displayName.fill(grace.name.toUpperCase());
  await settings.save.click();
  await expect(settings.displayName).toHaveAccessibleDescription(/Somebody else signs in with that name/);
});
