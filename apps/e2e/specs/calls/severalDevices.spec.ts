import { RawDevice, signInGuest } from '@ringback/testkit';
import { connect, expectNoCall, expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectAllFitting, expectHistories } from '../../support/histories.ts';
import { expect, test } from '../../support/test.ts';
import { personIn } from '../../support/person.ts';

const declinedOut = { label: 'Declined', direction: 'Outgoing', medium: 'voice' } as const;
const declinedIn = { label: 'Declined', direction: 'Incoming', medium: 'voice' } as const;

test(
  'answering on one device stops the ringing on the other, which says so',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const laptop = await person('Grace');
    const phone = await person('Grace', { profile: 'own' });
    await ringCallee(ada, laptop, 'voice');
    await expect(phone.incomingFrom(ada, 'voice').dialog).toBeVisible();
    await phone.incomingFrom(ada, 'voice').accept.click();
    await expect(laptop.after.answeredElsewhere).toBeVisible();
    await expectNoCall(laptop, ada);
    await expectTalking(ada, phone, 'voice');
    await hangUp(phone, { caller: ada, callee: phone, medium: 'voice' });
    // For the device that did not answer, the call is one entry as well, and not missed.
    await expectHistories(ada, { label: 'answered', direction: 'Outgoing', medium: 'voice' }, laptop, {
      label: 'answered',
      direction: 'Incoming',
      medium: 'voice',
      detail: /on another device/i,
    });
    await expect(laptop.missedFrom(ada, 'voice').notice).toBeHidden();
  },
);

test(
  'declining on one device stops the ringing on the other, which says so',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const laptop = await person('Grace');
    const phone = await person('Grace');
    await ringCallee(ada, laptop, 'voice');
    await expect(phone.incomingFrom(ada, 'voice').dialog).toBeVisible();
    await laptop.incomingFrom(ada, 'voice').decline.click();
    await expect(phone.after.declinedElsewhere).toBeVisible();
    await expectNoCall(phone, ada);
    await expect(ada.after.dialog).toContainText(`${laptop.name} declined`);
    await ada.after.close.click();
    await expectHistories(ada, declinedOut, laptop, declinedIn);
    await expectHistories(ada, declinedOut, phone, { ...declinedIn, detail: /on another device/i });
  },
);

test(
  'a late decline or end from another device never ends an answered call',
  { tag: '@long' },
  async ({ person, server }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    // Opened only now, because the server closes a connection that has not said hello within 5 s.
    const late = await RawDevice.connect(server.url, await signInGuest(server.url, grace.name));
    const [call] = (await late.must('session:hello', {})).calls;
    if (call === undefined) throw new Error('The hello names no call.');
    const callId = call.id;
    const answeredElsewhere = { ok: false, error: { code: 'answeredElsewhere' } };
    expect(await late.request('call:decline', { callId })).toMatchObject(answeredElsewhere);
    expect(await late.request('call:end', { callId })).toMatchObject(answeredElsewhere);
    expect(await late.request('call:accept', { callId, media: 'audio' })).toMatchObject(answeredElsewhere);
    await expectTalking(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    expect(await late.request('call:decline', { callId })).toMatchObject({
      ok: false,
      error: { code: 'ended' },
    });
    late.close();
    await expectAllFitting(ada, grace, 1);
  },
);

test('one of two ringing devices closes, and the other answers', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const laptop = await person('Grace');
  const phone = await person('Grace');
  await ringCallee(ada, laptop, 'voice');
  await expect(phone.incomingFrom(ada, 'voice').dialog).toBeVisible();
  await laptop.closeTab();
  await phone.incomingFrom(ada, 'voice').accept.click();
  await expectTalking(ada, phone, 'voice');
  await hangUp(ada, { caller: ada, callee: phone, medium: 'voice' });
});

test(
  'a duplicated tab becomes a device of its own: both ring, one answers',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const laptop = await person('Grace');
    const opened = laptop.page.context().waitForEvent('page');
    // A tab that a page opens starts with a copy of its session storage, like a duplicated one.
    await laptop.page.evaluate(() => void window.open('/people', '_blank'));
    const copy = personIn(await opened, laptop.name);
    await expect(copy.navigation.main).toBeVisible();
    await expect(copy.navigation.offline).toBeHidden();

    await ringCallee(ada, laptop, 'voice');
    await copy.incomingFrom(ada, 'voice').accept.click();
    await expect(laptop.after.answeredElsewhere).toBeVisible();
    await expectNoCall(laptop, ada);
    await expectTalking(ada, copy, 'voice');
    // The first tab still has its own device, which a reload keeps.
    await laptop.reload();
    await expect(laptop.navigation.main).toBeVisible();
    await expectTalking(ada, copy, 'voice');
    await hangUp(ada, { caller: ada, callee: copy, medium: 'voice' });
  },
);
