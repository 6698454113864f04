import { connect } from '../../support/callSteps.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';
import { expect, test } from '../../support/test.ts';

test(
  'who turns the camera on in a voice call asks for the other one, which no key turns on by accident',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const [adas, graces] = [ada.callWith(grace), grace.callWith(ada)];
    await adas.cameraOn.click();
    await expect(graces.videoRequest).toBeVisible();
    await expect(graces.videoRequest.getByRole('button', { name: 'Not now', exact: true })).toBeFocused();
    await adas.cameraOff.click();
    await expect(graces.videoRequest).toBeHidden();
    await adas.cameraOn.click();
    await graces.videoRequest.press('Escape');
    await expect(graces.videoRequest).toBeHidden();
    await expect(graces.cameraOn).toBeVisible();
    await expect(graces.region).toHaveAttribute('data-layout', 'full');
    await adas.cameraOff.click();
    await adas.cameraOn.click();
    await graces.videoRequest.getByRole('button', { name: 'Turn camera on', exact: true }).click();
    await expectMoving(adas.theirVideo);
    await expectMoving(graces.theirVideo);
    await expect(adas.region).toHaveAttribute('data-stage', 'theirs');
  },
);
