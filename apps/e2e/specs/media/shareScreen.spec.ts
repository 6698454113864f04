import { connect } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';
import { expectIncoming } from '../../support/media/mediaProbe.ts';
import { expectMoving } from '../../support/media/expectMoving.ts';

test('a screen is shared in a video call: it is large at the other side and the person small, until it stops', async ({
  person,
}) => {
  const [ada, grace] = [await person('Ada'), await person('Grace')];
  await connect(ada, grace, 'video');
  const [adasCall, gracesCall] = [ada.callWith(grace), grace.callWith(ada)];
  await adasCall.shareScreen.click();
  await expect(adasCall.region.getByText(/^You are sharing/)).toBeVisible();
  await expect(adasCall.ownScreen).toBeVisible();
  await expectMoving(gracesCall.theirScreen);
  await expectMoving(gracesCall.theirVideo);
  const [screen, face] = [
    await gracesCall.theirScreen.boundingBox(),
    await gracesCall.theirVideo.boundingBox(),
  ];
  expect(screen?.width).toBeGreaterThan(2 * (face?.width ?? Infinity));
  await adasCall.stopSharing.click();
  await expect(gracesCall.theirScreen).toBeHidden();
  await expect(adasCall.shareScreen).toBeVisible();
  await expectIncoming(grace, 'video');
});
