import { connect, expectNoCall, expectTalking, hangUp, ringCallee } from '../../support/callSteps.ts';
import { expectAllFitting, expectHistories } from '../../support/histories.ts';
import { connectRawDevice } from '../../support/rawDevice.ts';
import { expect, test } from '../../support/test.ts';
import { personIn } from '../../support/person.ts';

const declinedOut = { label: 'Declined', direction: 'Outgoing', medium: 'voice' } as const;
const declinedIn = { label: 'Declined', direction: 'Incoming', medium: 'voice' } as const;

test('answering on one device stops the ringing on the other, which says so', async ({ person }) => {
  const ada = await person('Ada');
  const desk = await person('Grace');
  const phone = await person('Grace', { profile: 'own' });
  await ringCallee(ada, desk, 'voice');
  await expect(phone.incomingFrom(ada, 'voice').dialog).toBeVisible();
  await phone.incomingFrom(ada, 'voice').accept.click();
  await expect(desk.after.answeredElsewhere).toBeVisible();
  await expectNoCall(desk, ada);
  await expectTalking(ada, phone, 'voice');
  await hangUp(phone, { caller: ada, callee: phone, medium: 'voice' });
  // For the device that did not answer it is the same one entry, and nothing missed.
  await expectHistories(ada, { label: 'answered', direction: 'Outgoing', medium: 'voice' }, desk, {
    label: 'answered',
    direction: 'Incoming',
    medium: 'voice',
    detail: /on another device/i,
  });
  await expect(desk.missedFrom(ada, 'voice').notice).toBeHidden();
});

test(
  'declining on one device stops the ringing on the other, which says so',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const desk = await person('Grace');
    const phone = await person('Grace');
    await ringCallee(ada, desk, 'voice');
    await expect(phone.incomingFrom(ada, 'voice').dialog).toBeVisible();
    await desk.incomingFrom(ada, 'voice').decline.click();
    await expect(phone.after.declinedElsewhere).toBeVisible();
    await expectNoCall(phone, ada);
    await expect(ada.after.dialog).toContainText(`${desk.name} declined`);
    await ada.after.close.click();
    await expectHistories(ada, declinedOut, desk, declinedIn);
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
    // Not before: whoever has not said hello after 5 s is not let stay.
    const late = await connectRawDevice(server.url, grace.name);
    const hello = await late.hello();
    const call = hello.ok ? hello.data.calls[0] : undefined;
    if (call === undefined) throw new Error('A device is told of its calls.');
    for (const request of [late.decline, late.end, late.accept]) {
      expect(await request(call.id)).toMatchObject({ ok: false, error: { code: 'answeredElsewhere' } });
    }
    await expectTalking(ada, grace, 'voice');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
    expect(await late.decline(call.id)).toMatchObject({ ok: false, error: { code: 'ended' } });
    late.close();
    await expectAllFitting(ada, grace, 1);
  },
);

test('one of two ringing devices closes, and the other answers', async ({ person }) => {
  const ada = await person('Ada');
  const desk = await person('Grace');
  const phone = await person('Grace');
  await ringCallee(ada, desk, 'voice');
  await expect(phone.incomingFrom(ada, 'voice').dialog).toBeVisible();
  await desk.closeTab();
  await phone.incomingFrom(ada, 'voice').accept.click();
  await expectTalking(ada, phone, 'voice');
  await hangUp(ada, { caller: ada, callee: phone, medium: 'voice' });
});

test(
  'a duplicated tab becomes a device of its own: both ring, one answers',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const desk = await person('Grace');
    const opened = desk.page.context().waitForEvent('page');
    // A tab that a page opens starts with a copy of its session storage, as a duplicated one does.
    await desk.page.evaluate(() => void window.open('/people', '_blank'));
    const copy = personIn(await opened, desk.name);
    await expect(copy.navigation.main).toBeVisible();
    await expect(copy.navigation.offline).toBeHidden();

    await ringCallee(ada, desk, 'voice');
    await copy.incomingFrom(ada, 'voice').accept.click();
    await expect(desk.after.answeredElsewhere).toBeVisible();
    await expectNoCall(desk, ada);
    await expectTalking(ada, copy, 'voice');
    // The first tab is still a device of its own: its reload takes nothing away.
    await desk.reload();
    await expect(desk.navigation.main).toBeVisible();
    await expectTalking(ada, copy, 'voice');
    await hangUp(ada, { caller: ada, callee: copy, medium: 'voice' });
  },
);
