import { signInPage } from '../../pages/signIn.ts';
import { personIn } from '../../support/person.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test('"Sign out" in one of two tabs of a remembered person asks where', async ({ open }, testInfo) => {
  const name = nameFor(testInfo, 'Ada');
  const first = await open('/');
  await signInPage(first).signInAs(name);
  const ada = personIn(first, name);
  await expect(ada.navigation.main).toBeVisible();
  const second = await open('/');
  await signInPage(second).continueAs(name).click();
  const again = personIn(second, name);
  await again.navigation.settings.click();
  await again.navigation.signOut.click();
  const question = second.getByRole('dialog', { name: 'Sign out?' });
  await expect(question.getByRole('button', { name: 'This tab' })).toBeFocused();
  await second.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await again.navigation.signOut.click();
  await question.getByRole('button', { name: 'This tab' }).click();
  await expect(signInPage(second).continueAs(name)).toBeVisible();

  await signInPage(second).continueAs(name).click();
  await again.navigation.settings.click();
  await again.navigation.signOut.click();
  await question.getByRole('button', { name: 'In this browser' }).click();
  await expect(signInPage(second).name).toBeVisible();
  await expect(signInPage(first).name).toBeVisible();
});
