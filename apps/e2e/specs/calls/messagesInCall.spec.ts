import { expectAccessible } from '../../support/accessibility.ts';
import { connect } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

test('a message that comes in a call is announced by a dot, and read and answered beside the call', async ({
  person,
}) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  const button = ada.callWith(grace).messages;
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await grace.callWith(ada).messages.click();
  const theirs = grace.conversationWith(ada);
  await expect(theirs.field).toBeFocused();
  await theirs.field.fill('The link is https://ringback.example');
  await theirs.send.click();
  await expect(button).toHaveAttribute('aria-description', 'Something new');
  await button.click();
  const own = ada.conversationWith(grace);
  await expect(own.line('The link is')).toBeInViewport();
  await expect(button).not.toHaveAttribute('aria-description');
  await expectAccessible(ada.page, 'a call with messages');
  await expect(ada.callWith(grace).hangUp).toBeInViewport({ ratio: 1 });
  await own.field.press('Escape');
  await expect(own.region).toBeHidden();
  await expect(button).toBeFocused();
});
