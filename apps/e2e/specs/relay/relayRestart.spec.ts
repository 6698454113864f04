import { connect, expectTalking, hangUp } from '../../support/callSteps.ts';
import { allowRelaysOnly } from '../../support/relay/relayOnly.ts';
import { expect, test } from '../../support/test.ts';

// The server's own relay.
test.use({ settings: { RELAY: '' } });

test(
  "a call through the server's own relay recovers after the server restarts",
  { tag: '@long' },
  async ({ person, server, context }) => {
    await allowRelaysOnly(context);
    const [ada, grace] = [await person('Ada'), await person('Grace')];
    await connect(ada, grace, 'video');
    await server.kill();
    await expect(ada.navigation.offline).toBeVisible();
    await server.start();
    await expect(ada.navigation.offline).toBeHidden();
    await expectTalking(ada, grace, 'video');
    await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
  },
);
