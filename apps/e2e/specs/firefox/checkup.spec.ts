import { expect, test } from '../../firefox/foxTest.ts';

test.use({ settings: { RELAY: '' } });

test(
  'the check-up in Firefox measures network and camera, and blames nothing',
  { tag: '@long' },
  async ({ foxPerson }) => {
    const { screen } = await foxPerson('Grace');
    await screen.press({ role: 'link', name: 'Check-up' });
    await screen.press({ role: 'button', name: 'Run check' });
    const summary = async (): Promise<string> =>
      (await screen.texts({ role: 'status' })).find((each) => /^(Ready|Calls will)/.test(each)) ?? '';
    await expect.poll(summary, { timeout: 30_000 }).not.toBe('');
    const rows = await screen.texts({ role: 'listitem' }, { role: 'list', name: 'Checks' });
    const row = (name: string): string => rows.find((each) => each.startsWith(name)) ?? '';
    expect(row('Relay over UDP')).toContain('Works.');
    expect(row('Relay over TCP')).toContain('Works.');
    expect(row('Network')).toContain('relay');
    expect(row('Quality')).toContain('Good for voice and video.');
    expect(row('Camera')).toContain('Your camera works.');
    // Firefox has a socket for each server, so two addresses mean nothing.
    expect(row('Direct calls')).not.toContain('open networks');
    expect(row('Speaker')).not.toContain('No speaker was found.');
  },
);
