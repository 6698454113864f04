import type { Page } from '@playwright/test';
import { holdInput, unplug, usedInputs } from '../support/media/deviceProbe.ts';
import { nothing, says, type Fault, type Scene } from './fault.ts';
import { setPicture, setVoice, voices } from './inputFaults.ts';

const ownPage = ({ people }: Scene): Page => people.caller.page;

async function throttle(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: times });
}

async function freeze(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // The answer comes only once the page goes on.
  session.send('Debugger.enable').catch(() => undefined);
  session.send('Debugger.pause').catch(() => undefined);
}

async function pull(page: Page, kind: 'microphone' | 'camera'): Promise<void> {
  const used = await usedInputs(page);
  const label = used.find((each) => /camera|video|device_0/i.test(each) === (kind === 'camera'));
  if (label === undefined) throw new Error(`No ${kind} is open among ${used.join(', ')}.`);
  await unplug(page, label);
}

/** A call with nothing wrong, and faults of the devices, the computer and the page of one side. */
export const endFaults: readonly Fault[] = [
  {
    name: 'silent microphone',
    medium: 'voice',
    side: 'caller',
    during: (scene) => setVoice(ownPage(scene), voices.silent),
    told: { caller: says(/Your microphone is silent/), callee: says(/Ada's microphone is silent/) },
  },
  {
    name: 'quiet microphone',
    medium: 'voice',
    side: 'caller',
    during: (scene) => setVoice(ownPage(scene), voices.quiet),
    told: {
      caller: says(/Your microphone is (very )?quiet/),
      callee: says(/Ada's microphone is (very )?quiet/),
    },
  },
  {
    name: 'clipping microphone',
    medium: 'voice',
    side: 'caller',
    during: (scene) => setVoice(ownPage(scene), voices.clipping),
    told: { caller: says(/Your microphone is too loud/), callee: says(/Ada's microphone is too loud/) },
  },
  {
    name: 'microphone muted by the system',
    medium: 'voice',
    side: 'caller',
    during: (scene) => holdInput(ownPage(scene), 'audio', true),
    told: { caller: says(/Your system muted it/), callee: says(/Ada is muted by their system/) },
  },
  {
    name: 'microphone pulled',
    medium: 'voice',
    side: 'caller',
    during: (scene) => pull(ownPage(scene), 'microphone'),
    told: {
      caller: says(/listening|microphone was (unplugged|removed)|now using/i),
      callee: (told) => /only listening/.test(told.words) || nothing(told),
    },
  },
  {
    name: 'muted and talking',
    medium: 'voice',
    side: 'caller',
    during: ({ people: { caller, callee } }) => caller.callWith(callee).mute.click(),
    told: { caller: says(/You're muted\. Press M to unmute\./), callee: says(/Ada is muted/) },
  },
  {
    name: 'black camera',
    medium: 'video',
    side: 'caller',
    during: (scene) => setPicture(ownPage(scene), 'black'),
    told: {
      caller: says(/Your camera is (black|dark|covered)/),
      callee: says(/Ada's camera is (black|dark|covered)/),
    },
  },
  {
    name: 'frozen camera',
    medium: 'video',
    side: 'caller',
    during: (scene) => setPicture(ownPage(scene), 'frozen'),
    told: { caller: says(/Your camera is frozen/), callee: says(/Ada's camera is frozen/) },
  },
  {
    name: 'camera paused by the system',
    medium: 'video',
    side: 'caller',
    during: (scene) => holdInput(ownPage(scene), 'video', true),
    told: { caller: says(/Your system paused your camera/), callee: says(/Ada's camera is paused/) },
  },
  {
    name: 'camera pulled',
    medium: 'video',
    side: 'caller',
    during: (scene) => pull(ownPage(scene), 'camera'),
    told: { caller: says(/No camera was found|can't see you|camera was unplugged/), callee: says(/Ada/) },
  },
  {
    name: 'processor slowed 6 times',
    medium: 'video',
    side: 'caller',
    during: (scene) => throttle(ownPage(scene), 6),
    told: { caller: says(/Your computer is busy/), callee: says(/Ada's computer is busy/) },
  },
  {
    name: 'page frozen',
    medium: 'voice',
    side: 'caller',
    during: (scene) => freeze(ownPage(scene)),
    told: {
      caller: () => true,
      callee: says(/Waiting for Ada|Reconnecting|Ada's (computer|network|microphone)|connection between you/),
    },
  },
  {
    name: 'page crashed',
    medium: 'voice',
    side: 'caller',
    during: ({ people: { caller } }) => caller.crashTab(),
    told: { caller: () => true, callee: says(/Waiting for Ada|Reconnecting/) },
  },
];
