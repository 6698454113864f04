import { connect, hangUp } from '../../support/callSteps.ts';
import { personIn, type Person } from '../../support/person.ts';
import { allowRelaysOnly } from '../../support/relay/relayOnly.ts';
import { expect, nameFor, test } from '../../support/test.ts';
import { longIf } from '../../support/tags.ts';

// A server without relay settings starts its own relay at the first free port.
test.use({ settings: { RELAY: '' } });

for (const host of ['localhost', '127.0.0.1']) {
  test(
    `two people see and hear each other through the server's own relay alone, over ${host}`,
    { tag: longIf(host !== 'localhost') },
    async ({ open, server, context }, testInfo) => {
      await allowRelaysOnly(context);
      const come = async (firstName: string): Promise<Person> => {
        const name = nameFor(testInfo, firstName);
        const address = new URL(`/?as=${encodeURIComponent(name)}`, server.url);
        address.hostname = host;
        return personIn(await open(address.href), name);
      };
      const [ada, grace] = [await come('Ada'), await come('Grace')];
      await connect(ada, grace, 'video');
      for (const { region } of [ada.callWith(grace), grace.callWith(ada)]) {
        await expect(region).toHaveAttribute('data-route', 'relay');
        await expect(region.getByText('Relayed', { exact: true })).toBeVisible();
        await expect(
          region.getByTitle(/ through a relay between your devices\. \((UDP|TCP)\)$/),
        ).toBeVisible();
      }
      await hangUp(ada, { caller: ada, callee: grace, medium: 'video' });
    },
  );
}
