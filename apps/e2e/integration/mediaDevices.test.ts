import { fakeMediaDevice } from '@ringback/client/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longTimeout, type TestClient, talk, TestCluster } from './testCluster.ts';

const headset = fakeMediaDevice('Headset', 'headset');
const headphones = fakeMediaDevice('Headphones', 'headset');
const builtIn = fakeMediaDevice('Built-in microphone');

describe('in a call', longTimeout, () => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await TestCluster.start();
  });
  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
  });

  async function hangUp(ada: TestClient, grace: TestClient): Promise<void> {
    ada.screen.current?.hangUp?.();
    await grace.sees(({ current }) => current === null);
  }

  const labels = (client: TestClient) => client.capture.live().map(({ label }) => label);

  test('a headset is plugged in, accepted, and used for the next call too', async () => {
    const ada = await cluster.person('Ada');
    const grace = await cluster.person('Grace');
    await talk(ada, grace);
    ada.capture.plugIn('speaker', headphones);
    ada.capture.plugIn('microphone', headset);
    const { offer } = await ada.current((call) => call.offer?.label === headset.label);
    expect(labels(ada)).toEqual([builtIn.label]);
    offer?.use();
    await ada.current(({ choices }) => choices.microphone.currentId === headset.id);
    await ada.current(({ speakerId }) => speakerId === headphones.id);
    await expect.poll(() => labels(ada)).toEqual([headset.label]);
    await hangUp(ada, grace);
    // From now on the browser prefers another one.
    ada.capture.plugIn('microphone', fakeMediaDevice('Webcam'));
    await talk(ada, grace);
    expect(labels(ada)).toEqual([headset.label]);
    await hangUp(ada, grace);
  });

  test('the microphone in use is unplugged, then the last one: the other side knows', async () => {
    const ada = await cluster.person('Kay');
    const grace = await cluster.person('Linus');
    ada.capture.plugIn('microphone', headset);
    await talk(ada, grace);
    expect(labels(ada)).toEqual([headset.label]);
    ada.capture.unplug('microphone', headset);
    await ada.sees(({ toasts }) => toasts.some(({ kind }) => kind === 'microphoneChanged'));
    expect(labels(ada)).toEqual([builtIn.label]);
    await grace.current(({ remoteMicrophone }) => remoteMicrophone === 'on');
    ada.capture.unplug('microphone', builtIn);
    await grace.current(({ remoteMicrophone }) => remoteMicrophone === 'none');
    expect(ada.screen.current?.microphone).toEqual({ state: 'none', failure: 'notFound' });
    expect(ada.screen.current?.status.kind).toBe('talking');
    await hangUp(ada, grace);
  });

  test('the system mutes the microphone: the other side knows, until it is unmuted', async () => {
    const ada = await cluster.person('Mary');
    const grace = await cluster.person('Joan');
    await talk(ada, grace);
    const [track] = ada.capture.live();
    track?.holdBySystem(true);
    await grace.current(({ remoteMicrophone }) => remoteMicrophone === 'paused');
    expect(ada.screen.current?.microphoneProblem).toBe('mutedBySystem');
    track?.holdBySystem(false);
    await grace.current(({ remoteMicrophone }) => remoteMicrophone === 'on');
    await hangUp(ada, grace);
  });

  test('the system mutes the camera: the other side knows, until it is unmuted', async () => {
    const ada = await cluster.person('Barbara');
    const grace = await cluster.person('Frances');
    await talk(ada, grace);
    ada.screen.current?.turnCameraOn?.();
    await grace.current(({ remoteCamera }) => remoteCamera === 'on');
    const track = ada.capture.live().find(({ kind }) => kind === 'video');
    track?.holdBySystem(true);
    await grace.current(({ remoteCamera }) => remoteCamera === 'paused');
    expect(ada.screen.current?.isCameraPaused).toBe(true);
    track?.holdBySystem(false);
    await grace.current(({ remoteCamera }) => remoteCamera === 'on');
    await hangUp(ada, grace);
  });

  test('the microphone does not open after Accept: the other side knows, until it is heard', async () => {
    const ada = await cluster.person('Sophie');
    const grace = await cluster.person('Karen');
    grace.capture.hold();
    await talk(ada, grace);
    await ada.current(({ remoteMicrophone }) => remoteMicrophone === 'starting');
    expect(grace.screen.current?.microphone.state).toBe('starting');
    grace.capture.release();
    await ada.current(({ remoteMicrophone }) => remoteMicrophone === 'on');
    await hangUp(ada, grace);
  });

  test("the user's own microphone level is measured only during the call", async () => {
    const ada = await cluster.person('Hedy');
    const grace = await cluster.person('Radia');
    await talk(ada, grace);
    const [track] = ada.capture.live();
    if (track === undefined) throw new Error('Nothing is open.');
    expect(ada.capture.isListenedTo(track)).toBe(true);
    await hangUp(ada, grace);
    expect(ada.capture.isListenedTo(track)).toBe(false);
  });
});
