import { checkupPage } from '../../pages/checkupPage.ts';
import { expect, test } from '../../support/test.ts';

test.describe('with two connections for each user', () => {
  test.use({ settings: { SOCKETS_PER_USER: '2' } });

  test('a third tab says that there are too many, until one is closed', async ({ person }) => {
    await person('Ada');
    const other = await person('Ada');
    const third = await person('Ada');
    const status = third.page.getByRole('status').filter({ hasText: 'Ringback is open in too many tabs.' });
    await expect(status).toBeVisible();
    await expect(third.page.getByText('Offline')).toBeHidden();
    await other.closeTab();
    await expect(status).toBeHidden();
  });
});

test('where websockets are blocked, the status and the Check-up say so', async ({ person }) => {
  const ada = await person('Ada');
  await ada.page.context().addInitScript(() => {
    // As a proxy answers that does not pass them.
    window.WebSocket = class extends WebSocket {
      constructor(_url: string | URL, protocols?: string | string[]) {
        super(`ws://${location.host}/healthz`, protocols);
      }
    };
  });
  await ada.reload();
  const words = 'Something between you and the server blocks websockets.';
  await expect(ada.page.getByRole('status').filter({ hasText: words })).toBeVisible();
  await ada.navigation.checkup.click();
  const { run, row, summary } = checkupPage(ada.page);
  await run.click();
  await expect(row('Live connection')).toHaveAttribute('data-verdict', 'bad');
  await expect(row('Live connection')).toContainText(words);
  await expect(row('Server')).toHaveAttribute('data-verdict', 'good');
  await expect(summary).toHaveText(/^Calls will not work: something blocks the live connection/);
});
