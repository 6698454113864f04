import { randomUUID } from 'node:crypto';
import { CallId } from '@ringback/protocol';
import * as v from 'valibot';
import { expectAccessible } from '../../support/accessibility.ts';
import { connect, expectTalking } from '../../support/callSteps.ts';
import { expectInputsReleased } from '../../support/media/inputProbe.ts';
import { openRawDevice } from '../../support/rawDevice.ts';
import { expect, nameFor, test } from '../../support/test.ts';

test(
  'a second call is a banner beside the first one, which goes on when it is declined',
  { tag: '@long' },
  async ({ person, server }, testInfo) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const { userId: to } = await openRawDevice(server.url, grace.name);
    const mary = await openRawDevice(server.url, nameFor(testInfo, 'Mary'));
    await connect(ada, grace, 'voice');
    const callId = v.parse(CallId, randomUUID());
    const ringing = mary.next('call:changed', ({ phase }) => phase === 'ringing');
    await mary.must('call:place', { callId, to, media: 'video' });
    const second = grace.secondFrom(mary.signedIn.me);
    await expect(second.banner).toContainText('Video call request');
    await ringing;
    await expect(grace.callWith(ada).hangUp).toBeVisible();
    await expectAccessible(grace.page, 'a second call');
    const over = mary.next('call:changed', ({ phase }) => phase === 'ended');
    await second.message.click();
    await second.reply('Can’t talk now, call you later').click();
    expect((await over).end).toMatchObject({ reason: 'declined' });
    await expect(second.banner).toBeHidden();
    await expectTalking(ada, grace, 'voice');
  },
);

test(
  'a second call is accepted while the first is on hold; the two are swapped, and the last one is resumed',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    const mary = await person('Mary');
    await connect(ada, grace, 'voice');
    await mary.place('voice', grace);
    await expect(mary.callWith(grace).status).toHaveText('Ringing…');
    await grace.secondFrom(mary).holdAndAccept.click();
    await expectTalking(mary, grace, 'voice');
    await expect(ada.callWith(grace).status).toHaveText('On hold');

    await grace.callWith(mary).swap.click();
    await expectTalking(ada, grace, 'voice');
    await expect(mary.callWith(grace).region).toHaveAttribute('data-hold', 'theirs');

    await grace.callWith(ada).hangUp.click();
    await expect(grace.callWith(mary).status).toHaveText('On hold');
    await grace.callWith(mary).resume.click();
    await expectTalking(mary, grace, 'voice');
    await mary.callWith(grace).hangUp.click();
    await expect(grace.callWith(mary).region).toBeHidden();
    await expectInputsReleased(ada, grace, mary);
  },
);

test('a second call takes the place of the first one', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  const mary = await person('Mary');
  await connect(ada, grace, 'video');
  await mary.place('video', grace);
  await grace.secondFrom(mary).endAndAccept.click();
  // The message disappears after some seconds, so nothing else is awaited first.
  await expect(ada.after.ended).toBeVisible();
  await expect(ada.callWith(grace).region).toBeHidden();
  await expectTalking(mary, grace, 'video');
});
