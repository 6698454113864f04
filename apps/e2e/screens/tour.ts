import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expectTalking, ringCallee } from '../support/callSteps.ts';
import { expectMoving } from '../support/media/expectMoving.ts';
import { openHistory } from '../support/histories.ts';
import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

const folder = fileURLToPath(new URL('shots', import.meta.url));

/** Takes a screenshot of a tab. */
type Shoot = (page: Page, what: string) => Promise<void>;

/** Numbers the screenshots in the order of the tour. */
function camera(project: string): Shoot {
  let count = 0;
  return async (page, what) => {
    count += 1;
    const number = String(count).padStart(2, '0');
    // Animations are skipped to their end, or half of a screen could be faded.
    await page.screenshot({
      path: `${folder}/${number} ${what} ${project}.png`,
      animations: 'disabled',
    });
  };
}

test('a tour of the screens', async ({ open, person }, { project }) => {
  const shoot = camera(project.name);
  const stranger = await open('/');
  await expect(stranger.getByRole('button', { name: 'Continue' })).toBeVisible();
  await shoot(stranger, 'sign-in');
  const ada = await person('Ada');
  await shoot(ada.page, 'people, empty');
  const grace = await person('Grace');
  await openHistory(grace);
  await shoot(grace.page, 'calls, none yet');
  await ada.find(grace);
  await shoot(ada.page, 'people, found');
  await videoCall(ada, grace, shoot);
  await voiceCall(ada, grace, shoot);
  await endings(ada, grace, shoot);
  await otherScreens(ada, grace, shoot);
});

async function videoCall(ada: Person, grace: Person, shoot: Shoot): Promise<void> {
  await ringCallee(ada, grace, 'video');
  await shoot(ada.page, 'outgoing video');
  await shoot(grace.page, 'incoming video');
  await grace.incomingFrom(ada, 'video').accept.click();
  await expectTalking(ada, grace, 'video');
  await expectMoving(ada.callWith(grace).theirVideo);
  await shoot(ada.page, 'video call');
  await grace.backToApp();
  await openHistory(grace);
  await shoot(grace.page, 'video call, small');
  await grace.callWith(ada).hangUp.click();
  await expect(ada.after.ended).toBeVisible();
  await shoot(ada.page, 'call ended');
}

async function voiceCall(ada: Person, grace: Person, shoot: Shoot): Promise<void> {
  await ringCallee(ada, grace, 'voice');
  await shoot(ada.page, 'outgoing voice');
  await shoot(grace.page, 'incoming voice');
  await grace.incomingFrom(ada, 'voice').accept.click();
  await expectTalking(ada, grace, 'voice');
  await shoot(ada.page, 'voice call');
  await ada.callWith(grace).mute.click();
  await shoot(grace.page, 'voice call, the other one muted');
  await ada.callWith(grace).hangUp.click();
}

async function endings(ada: Person, grace: Person, shoot: Shoot): Promise<void> {
  await ringCallee(ada, grace, 'voice');
  await grace.incomingFrom(ada, 'voice').decline.click();
  await expect(ada.after.dialog).toBeVisible();
  await shoot(ada.page, 'declined');
  await ada.after.close.click();
  await ringCallee(ada, grace, 'video');
  await ada.callWith(grace).cancel.click();
  await expect(ada.after.canceled).toBeVisible();
  await shoot(ada.page, 'canceled');
  await grace.navigation.people.click();
  await expect(grace.missedFrom(ada, 'video').notice).toBeVisible();
  await shoot(grace.page, 'missed');
}

async function otherScreens(ada: Person, grace: Person, shoot: Shoot): Promise<void> {
  await openHistory(grace);
  await expect(grace.history.items.first()).toBeVisible();
  await shoot(grace.page, 'calls');
  await grace.history.details(grace.history.items.first()).click();
  await shoot(grace.page, 'call details');
  await ada.find(grace);
  await ada.people.conversation(grace).click();
  await expect(ada.page.getByRole('region', { name: `Conversation with ${grace.name}` })).toBeVisible();
  await shoot(ada.page, 'conversation');
  await ada.navigation.settings.click();
  await expect(ada.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await shoot(ada.page, 'settings');
  await ada.navigation.checkup.click();
  await expect(ada.page.getByRole('heading', { name: 'Check-up' })).toBeVisible();
  await shoot(ada.page, 'check-up');
}

test('the app without its server', async ({ person, server }, { project }) => {
  const ada = await person('Ada');
  await server.kill();
  await expect(ada.navigation.offline).toBeVisible();
  await ada.page.screenshot({ path: `${folder}/90 offline ${project.name}.png` });
});
