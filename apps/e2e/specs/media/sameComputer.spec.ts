import { connect, hangUp } from '../../support/callSteps.ts';
import type { Person } from '../../support/person.ts';
import { expect, test } from '../../support/test.ts';

const words = 'Both sides are on this computer. Mute one, or use headphones.';

function playsSound({ page }: Person): Promise<boolean> {
  return page.evaluate(() => [...document.querySelectorAll('audio')].some((audio) => !audio.muted));
}

test(
  'both sides are in one browser: each is told, and can turn its own speaker off',
  { tag: '@long' },
  async ({ person }) => {
    const ada = await person('Ada');
    const grace = await person('Grace');
    await connect(ada, grace, 'voice');
    const [mine, theirs] = [ada.callWith(grace).region, grace.callWith(ada).region];
    await expect(mine).toContainText(words);
    await expect(theirs).toContainText(words);
    await mine.getByRole('button', { name: 'Turn speaker off', exact: true }).click();
    await expect.poll(() => playsSound(ada)).toBe(false);
    expect(await playsSound(grace)).toBe(true);
    await mine.getByRole('button', { name: 'Turn speaker on', exact: true }).click();
    await expect.poll(() => playsSound(ada)).toBe(true);
    await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
  },
);

test('the other side is in another browser: nothing is said', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace', { profile: 'own' });
  await connect(ada, grace, 'voice');
  await expect(ada.callWith(grace).region).not.toContainText(words);
  await expect(grace.callWith(ada).region).not.toContainText(words);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test('a reloaded side knows the other one again', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await grace.reload();
  await expect(grace.callWith(ada).region).toContainText(words);
  await expect(ada.callWith(grace).region).toContainText(words);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});
