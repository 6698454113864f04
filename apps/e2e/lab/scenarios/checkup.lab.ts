import { checkupPage } from '../../pages/checkupPage.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../labTest.ts';

const slowly = { timeout: 30_000 };

/** Checks up, and expects these verdicts and this summary. */
async function expectCheckup(
  { navigation, page }: Person,
  summary: RegExp,
  verdicts: Readonly<Record<string, string>>,
): Promise<void> {
  await navigation.checkup.click();
  const checkup = checkupPage(page);
  await checkup.run.click();
  await expect(checkup.summary).toHaveText(summary, slowly);
  for (const [name, verdict] of Object.entries(verdicts)) {
    await expect.soft(checkup.row(name), name).toHaveAttribute('data-verdict', verdict);
  }
}

test('the check-up behind a cone router: ready to call, directly', { tag: '@long' }, async ({ join }) => {
  await expectCheckup(await join('ada'), /^Ready to call/, {
    Network: 'good',
    'Relay over UDP': 'good',
    'Relay over TCP': 'good',
    'Direct calls': 'good',
    Quality: 'good',
  });
});

test(
  'the check-up behind a symmetric router: only through the relay',
  { tag: '@long' },
  async ({ lab, join }) => {
    await lab.homes.ada.translate('symmetric');
    await expectCheckup(await join('ada'), /^Calls will work, but only through the relay/, {
      Network: 'good',
      'Relay over UDP': 'good',
      'Direct calls': 'warning',
      Quality: 'good',
    });
  },
);

test(
  'the check-up without UDP: only through the relay, over TCP',
  { tag: '@long' },
  async ({ lab, join }) => {
    await lab.homes.ada.cut({ what: 'udp' });
    await expectCheckup(await join('ada'), /^Calls will work, but only through the relay/, {
      Server: 'good',
      Network: 'warning',
      'Relay over UDP': 'bad',
      'Relay over TCP': 'good',
      'Direct calls': 'bad',
      Quality: 'good',
    });
  },
);
