import { connect } from '../../support/callSteps.ts';
import { expect, test } from '../../support/test.ts';

test('while no device rings, the caller sees that and for how long', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await ada.find(grace);
  await grace.closeTab();
  await ada.people.callButton(grace, 'voice').click();
  const { region, status, cancel } = ada.callWith(grace);
  await expect(region.getByRole('timer')).toHaveText('0:03');
  await expect(region.getByText('Not ringing yet')).toBeHidden();
  await expect(region.getByText('Not ringing yet. Still trying…')).toBeVisible();
  await expect(status).toHaveText('Calling…');
  await cancel.click();
});

test(
  'when the page of the other side goes away, the seconds until the end are counted down',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    await grace.page.goto('about:blank');
    const { region, status } = ada.callWith(grace);
    await expect(status).toHaveText(`Waiting for ${grace.name}…`);
    await expect(region.getByRole('timer')).toHaveText(/^\d+ seconds left$/);
    await expect(region.getByRole('timer')).toHaveText('1 second left');
    await expect(ada.after.dialog).toBeVisible();
  },
);
