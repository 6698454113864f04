import { contactPage } from '../../pages/contact.ts';
import { connect, hangUp } from '../../support/callSteps.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test(
  "a contact's own name shows in lists, calls, history and notices, on all devices",
  { tag: '@long' },
  async ({ person }, testInfo) => {
    const [ada, ada2, grace] = [await person('Ada'), await person('Ada'), await person('Grace')];
    const mum = { name: nameFor(testInfo, 'Mum') };
    await ada.find(grace);
    await ada.people.conversation(grace).click();
    const contact = contactPage(ada.page);
    await contact.add.click();
    await contact.name.fill(mum.name);
    await contact.confirm.click();
    await expect(ada.conversationWith(mum).region).toBeVisible();
    await expect(ada.conversationWith(mum).region).toContainText(`Goes by ${grace.name}`);

    await ada2.navigation.people.click();
    await expect(ada2.people.person(mum)).toBeVisible();
    await ada2.people.search.fill(grace.name);
    await expect(ada2.people.person(mum)).toBeVisible();

    await grace.place('voice', ada);
    await expect(ada.incomingFrom(mum, 'voice').dialog).toBeVisible();
    await grace.callWith(ada).cancel.click();
    await expect(ada.missedFrom(mum, 'voice').notice).toBeVisible();
    await ada.navigation.calls.click();
    await expect(ada.history.linesOf(mum)).toHaveCount(1);

    await ada.place('voice', mum);
    await expect(ada.callWith(mum).region).toBeVisible();
    await ada.callWith(mum).cancel.click();
  },
);

test(
  'favorites come first on all devices; a removed contact has their own name again',
  { tag: '@long' },
  async ({ person }) => {
    const [ada, ada2] = [await person('Ada'), await person('Ada')];
    const [alan, zoe] = [await person('Alan'), await person('Zoe')];
    for (const other of [alan, zoe]) {
      await connect(ada, other, 'voice');
      await hangUp(ada, { caller: ada, callee: other, medium: 'voice' });
    }
    await ada.find(zoe);
    await ada.people.conversation(zoe).click();
    const contact = contactPage(ada.page);
    await expect(ada.conversationWith(zoe).region).toContainText('Last call');
    await contact.favorite.click();
    await expect(contact.favorite).toHaveAttribute('aria-pressed', 'true');
    await ada2.navigation.people.click();
    await expect(ada2.people.list.getByRole('listitem').first()).toHaveAccessibleName(zoe.name);

    await contact.edit.click();
    await contact.remove.click();
    await expect(contact.add).toBeVisible();
    await expect(contact.favorite).toHaveAttribute('aria-pressed', 'false');
    await expect(ada2.people.list.getByRole('listitem').first()).toHaveAccessibleName(alan.name);
    await expect(ada2.people.person(zoe)).toBeVisible();
  },
);
