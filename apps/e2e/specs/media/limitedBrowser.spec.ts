import { checkupPage } from '../../pages/checkupPage.ts';
import { expect, test } from '../../support/test.ts';

test('a browser without WebRTC does not ring, and says why it cannot call', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace', { profile: 'own' });
  const graceElsewhere = await person('Grace', { profile: 'own' });
  await grace.page.addInitScript(() => {
    Reflect.deleteProperty(window, 'RTCPeerConnection');
  });
  await grace.reload();
  await grace.find(ada);
  const button = grace.people.callButton(ada, 'voice');
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(/^This browser can't make calls\./);
  const why = await button.getAttribute('title');
  await ada.place('voice', grace);
  await expect(graceElsewhere.incomingFrom(ada, 'voice').dialog).toBeVisible();
  await expect(grace.incomingFrom(ada, 'voice').dialog).toBeHidden();
  await ada.callWith(grace).cancel.click();
  await grace.navigation.checkup.click();
  const { run, row: rowOf } = checkupPage(grace.page);
  await run.click();
  const row = rowOf('Browser');
  for (const sentence of why?.split('. ') ?? []) await expect(row).toContainText(sentence);
});

test('a microphone that the system blocks is explained by its privacy settings', async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied by system', 'NotAllowedError'));
  });
  await ada.place('voice', grace);
  await expect(ada.callWith(grace).region).toContainText('privacy settings');
  await expect(ada.callWith(grace).region).not.toContainText('address bar');
  await ada.callWith(grace).cancel.click();
});
