import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../../support/accessibility.ts';
import { checkupPage } from '../../pages/checkupPage.ts';
import { connect } from '../../support/callSteps.ts';
import { openInputs } from '../../support/media/inputProbe.ts';
import { blockUdp, countConnections, silentAndBlack } from '../../support/media/checkupFaults.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

const names = [
  'Server',
  'Live connection',
  'Network',
  'Relay over UDP',
  'Relay over TCP',
  'Relay over TLS',
  'Direct calls',
  'Quality',
  'Microphone',
  'Speaker',
  'Camera',
  'Browser',
  'Notifications',
];

test.describe('with a relay', () => {
  test.use({ settings: { RELAY: '' } });

  test(
    'where all is well, the check-up says that one is ready to call',
    { tag: '@long' },
    async ({ person }) => {
      const ada = await person('Ada');
      await ada.navigation.checkup.click();
      const checkup = checkupPage(ada.page);
      await expect(checkup.rows).toHaveCount(names.length);
      await checkup.run.click();
      await expect(checkup.progress).toBeVisible();
      await expect(checkup.summary).toHaveText(/^Ready to call/, { timeout: 20_000 });
      await checkup.heard.click();
      for (const name of names) {
        await expect(checkup.row(name), name).toHaveAttribute('data-verdict', /^(good|skipped)$/);
      }
      await expectAccessible(ada.page, 'the check-up');
      const downloading = ada.page.waitForEvent('download');
      await checkup.download.click();
      const report = await readFile(await (await downloading).path(), 'utf8');
      expect(report).toContain('"check": "relayUdp"');
      expect(report, 'no addresses').not.toMatch(/\d+\.\d+\.\d+\.\d+/);
    },
  );

  test('where UDP is blocked, calls will work through the relay', { tag: '@long' }, async ({ person }) => {
    const ada = await person('Ada');
    const checkup = await checkUpWith(ada, blockUdp);
    await expect(checkup.summary).toHaveText(/^Calls will work, but only through the relay/, slowly);
    for (const name of ['Relay over UDP', 'Direct calls']) {
      await expect(checkup.row(name)).toHaveAttribute('data-verdict', 'bad');
      await expect(checkup.again(name)).toBeVisible();
    }
    for (const name of ['Relay over TCP', 'Quality']) {
      await expect(checkup.row(name)).toHaveAttribute('data-verdict', 'good');
    }
  });

  test(
    'stopped in the middle, a check-up releases everything it opened',
    { tag: '@long' },
    async ({ person }) => {
      const ada = await person('Ada');
      const checkup = await checkUpWith(ada, countConnections);
      await expect.poll(() => openInputs(ada.page)).not.toEqual({ audio: 0, video: 0 });
      await checkup.stop.click();
      await expect(checkup.run).toBeEnabled();
      await expect(checkup.progress).toBeHidden();
      await expect.poll(() => openInputs(ada.page)).toEqual({ audio: 0, video: 0 });
      await expect.poll(() => ada.page.evaluate(() => window.openConnections?.())).toBe(0);
      await expect(checkup.rows.and(ada.page.locator('[data-verdict=running]'))).toHaveCount(0);
    },
  );
});

test('without a relay, calls will work only directly', { tag: '@long' }, async ({ person }) => {
  const checkup = await checkUp(await person('Ada'));
  await expect(checkup.summary).toHaveText(/^Calls will work, but only directly/, slowly);
  for (const name of names.filter((each) => each.startsWith('Relay'))) {
    await expect(checkup.row(name)).toHaveAttribute('data-verdict', 'bad');
    await expect(checkup.row(name)).toContainText('This server has no relay.');
  }
});

test(
  'a silent microphone and a black camera are named, with their cures',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const checkup = await checkUpWith(ada, silentAndBlack);
    await expect(checkup.summary).toHaveText('Calls will not work: your microphone is silent.', slowly);
    await expect(checkup.row('Microphone')).toHaveAttribute('data-verdict', 'bad');
    await expect(checkup.row('Microphone')).toContainText('Check its mute switch');
    await expect(checkup.row('Camera')).toHaveAttribute('data-verdict', 'bad');
    await expect(checkup.row('Camera')).toContainText('Open its shutter');
    await checkup.again('Camera').click();
    await expect(checkup.row('Camera')).toHaveAttribute('data-verdict', 'running');
    await expect(checkup.row('Microphone')).toHaveAttribute('data-verdict', 'bad');
  },
);

test('for the cause of a failed call, only the checks that test it run', async ({ person }) => {
  const ada = await person('Ada');
  await ada.page.goto(new URL('/checkup?for=peerClosed', ada.page.url()).href);
  const checkup = checkupPage(ada.page);
  await expect(checkup.rows).toHaveCount(2);
  await checkup.run.click();
  await expect(checkup.summary).toHaveText(/^Ready to call/);
  for (const name of ['Live connection', 'Browser']) {
    await expect(checkup.row(name)).toHaveAttribute('data-verdict', 'good');
  }
  await ada.page.getByRole('link', { name: 'Show all checks' }).click();
  await expect(checkup.rows).toHaveCount(names.length);
});

test('on a call, the check-up waits for its end', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await ada.backToApp();
  await ada.navigation.checkup.click();
  await expect(checkupPage(ada.page).run).toBeDisabled();
  await expect(ada.page.getByText("You're on a call.")).toBeVisible();
  await ada.callWith(grace).hangUp.click();
  await expect(checkupPage(ada.page).run).toBeEnabled();
});

/** A check-up takes up to 15 s. */
const slowly = { timeout: 25_000 };

/** Runs a check-up in a page in which a fault is installed. */
async function checkUpWith(person: Person, fault: () => void) {
  await person.page.context().addInitScript(fault);
  await person.reload();
  return checkUp(person);
}

async function checkUp(person: Person) {
  await person.navigation.checkup.click();
  const checkup = checkupPage(person.page);
  await checkup.run.click();
  return checkup;
}
