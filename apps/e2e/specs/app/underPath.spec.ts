import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from '../../support/test.ts';

test('under a path, where nothing loads, a sentence says so', async ({ server, page }) => {
  const proxy = createServer((request, response) => {
    void (async () => {
      const path = /^\/ringback(\/.*)/.exec(request.url ?? '')?.[1];
      const answer = path === undefined ? undefined : await fetch(new URL(path, server.url));
      response.writeHead(answer?.status ?? 404, Object.fromEntries(answer?.headers.entries() ?? []));
      response.end(await answer?.text());
    })();
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  await page.goto(`http://127.0.0.1:${address.port}/ringback/`);
  const sentence = page.getByText("doesn't work under a path");
  await expect(sentence).toBeVisible();
  await page.goto(server.url);
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
  await expect(sentence).toBeHidden();
  proxy.close();
});
