import { expect, test } from 'vitest';
import { TestCluster, until, type TestClient } from './testCluster.ts';

const idOf = (client: TestClient) => {
  const account = client.engine.account.getState();
  if (account.state !== 'signedIn') throw new Error('Not signed in.');
  return account.me.id;
};

/** What a client has received from a person, oldest first. */
async function received(client: TestClient, from: TestClient, count: number): Promise<readonly string[]> {
  const peer = idOf(from);
  client.engine.conversations.open(peer);
  const { threads } = await until(
    client.engine.conversations,
    (all) => (all.threads.get(peer)?.messages.messages.length ?? 0) >= count,
  );
  return threads.get(peer)?.messages.messages.map(({ text }) => text) ?? [];
}

test('a tab is closed while its messages wait to be sent: the next tab of the browser sends them, once and in order', async () => {
  await using cluster = await TestCluster.start();
  const [ada, grace] = [await cluster.person('Ada'), await cluster.person('Grace')];
  await cluster.server.kill();
  await until(ada.engine.connection, ({ state }) => state === 'offline');
  ada.engine.conversations.send(idOf(grace), 'One');
  ada.engine.conversations.send(idOf(grace), 'Two');
  ada.engine.pageHidden();
  ada.engine.close();
  await cluster.server.start();
  const next = cluster.client({ profile: ada.profile, locks: ada.locks });
  await next.signIn('Ada');
  expect(await received(grace, ada, 2)).toEqual(['One', 'Two']);
});

test('a message that is written before the code of conversations is loaded is sent', async () => {
  await using cluster = await TestCluster.start();
  const [ada, grace] = [await cluster.person('Ada'), await cluster.person('Grace')];
  const reloaded = ada.reload();
  await until(reloaded.engine.account, ({ state }) => state === 'signedIn');
  expect(reloaded.engine.conversations.send(idOf(grace), 'Early')).toBe(true);
  expect(await received(grace, reloaded, 1)).toEqual(['Early']);
});

test('what was typed and not sent is there after a reload, and gone after signing out', async () => {
  await using cluster = await TestCluster.start();
  const [ada, grace] = [await cluster.person('Ada'), await cluster.person('Grace')];
  ada.engine.conversations.setText(idOf(grace), 'Dear');
  const reloaded = ada.reload();
  await reloaded.online();
  expect(reloaded.engine.conversations.textTo(idOf(grace))).toBe('Dear');
  await reloaded.engine.account.signOut();
  await reloaded.signIn('Ada');
  expect(reloaded.engine.conversations.textTo(idOf(grace))).toBe('');
});
