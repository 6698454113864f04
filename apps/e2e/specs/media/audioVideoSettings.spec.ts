import { settingsPage } from '../../pages/settingsPage.ts';
import { connect, hangUp } from '../../support/callSteps.ts';
import { installDeviceProbe, usedInputs } from '../../support/media/deviceProbe.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { expect, test } from '../../support/test.ts';

test.beforeEach(async ({ context }) => installDeviceProbe(context));

const second = 'Fake Audio Input 2';

test(
  'a microphone is tried and chosen before a call, and used by the next one',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await ada.navigation.settings.click();
    const { audioVideo } = settingsPage(ada.page);
    await expect(audioVideo.testMicrophone).toBeVisible();
    expect(await usedInputs(ada.page), 'nothing is captured before a press').toEqual([]);
    await audioVideo.testMicrophone.click();
    await expect(audioVideo.stopMicrophone).toBeVisible();
    await audioVideo.picker('Microphone').selectOption({ label: second });
    await expect.poll(() => usedInputs(ada.page)).toEqual([second]);
    await audioVideo.stopMicrophone.click();
    await expect.poll(() => usedInputs(ada.page)).toEqual([]);
    await ada.navigation.people.click();
    await connect(ada, grace, 'voice');
    expect(await usedInputs(ada.page)).toEqual([second]);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test('a preview of the camera goes with the screen', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  const { audioVideo } = settingsPage(ada.page);
  await audioVideo.previewCamera.click();
  await expectMoving(audioVideo.preview);
  await ada.navigation.people.click();
  await expect.poll(() => usedInputs(ada.page)).toEqual([]);
});

test('how calls ring is kept for the next page', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  await ada.navigation.settings.click();
  const { audioVideo } = settingsPage(ada.page);
  await audioVideo.picker('Ringtone').selectOption('Bells');
  await audioVideo.volume('Ring volume').fill('30');
  await ada.page.reload();
  await expect(audioVideo.picker('Ringtone')).toHaveValue('bells');
  await expect(audioVideo.volume('Ring volume')).toHaveValue('30');
});
