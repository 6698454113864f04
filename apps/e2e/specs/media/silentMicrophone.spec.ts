import { connect, hangUp } from '../../support/callSteps.ts';
import { makeSilence } from '../../support/media/microphoneFile.ts';
import { expect, test } from '../../support/test.ts';

// Microphones without any signal, like one with its own mute switch on. Launch flags differ, so these specs have their
// own browser.
test.use({
  launchOptions: [
    async ({ launchOptions }, provide) => {
      const silence = await makeSilence();
      const args = [...(launchOptions.args ?? []), `--use-file-for-fake-audio-capture=${silence.file}`];
      await provide({ ...launchOptions, args });
      await silence.remove();
    },
    { scope: 'worker' },
  ],
});

const words = "We can't hear your mic";

test('a silent microphone is reported, unless it is muted', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  const call = ada.callWith(grace);
  await expect(call.region).toContainText(words);
  await call.mute.click();
  await expect(call.region).not.toContainText(words);
  await call.unmute.click();
  await expect(call.region).toContainText(words);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});

test('a silent microphone is reported beside a small call too', { tag: '@long' }, async ({ person }) => {
  const ada = await person('Ada');
  const grace = await person('Grace');
  await connect(ada, grace, 'voice');
  await ada.page.goBack();
  await expect(ada.callWith(grace).region).toHaveAttribute('data-layout', 'tile');
  await expect(ada.callWith(grace).region).toContainText(words);
  await hangUp(ada, { caller: ada, callee: grace, medium: 'voice' });
});
