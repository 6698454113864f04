import { expect, test } from 'vitest';
import { CallsController } from '../callsController.ts';
import {
  activeBy,
  ada,
  adaHere,
  direct,
  graceDevice,
  graceToAda,
  kayToAda,
  linkId,
} from '../scenarios/callsHarness.testing.ts';
import { attachedAt, controllerDeps, refuse } from '../scenarios/controllerDeps.testing.ts';

/** Ada's device, signed in and online, on a machine whose parts can be replaced by broken ones. */
function adaOn(broken: Parameters<typeof controllerDeps>[0] = {}) {
  const deps = controllerDeps(broken);
  const { capture, clock } = deps.ports;
  const controller = new CallsController(deps);
  controller.signedIn({ person: ada, deviceId: adaHere });
  controller.dispatch(attachedAt(clock.now()));
  return { controller, capture, trace: deps.trace, screen: () => controller.screen.getState() };
}

type Device = ReturnType<typeof adaOn>;

async function acceptCall({ controller, capture, screen }: Device): Promise<void> {
  controller.dispatch({ type: 'callChanged', call: graceToAda() });
  await expect.poll(() => screen().incoming).not.toBeNull();
  screen().incoming?.accept();
  await expect.poll(() => capture.live()).toHaveLength(1);
  const event = { type: 'up', linkId: linkId('1'), route: direct } as const;
  controller.dispatch({ type: 'mediaSessionEvent', callId: graceToAda().id, from: graceDevice, event });
  controller.dispatch({ type: 'callChanged', call: graceToAda(activeBy(adaHere)) });
  await expect.poll(() => screen().current?.phase).toBe('active');
}

function failedSteps({ trace }: Device): readonly string[] {
  return trace.entries().flatMap((entry) => (entry.source === 'failure' ? [entry.step] : []));
}

async function expectUsable(device: Device): Promise<void> {
  const { controller, capture, screen } = device;
  screen().current?.hangUp?.();
  await expect.poll(() => screen().current).toBeNull();
  expect(capture.live()).toEqual([]);
  controller.dispatch({ type: 'callChanged', call: kayToAda() });
  await expect.poll(() => screen().incoming).not.toBeNull();
}

test('Web Audio refuses the microphone: the call continues, hanging up works, and the next call rings', async () => {
  const device = adaOn({ capture: { listen: refuse } });
  await acceptCall(device);
  expect(failedSteps(device)).toContain('monitorMicrophone');
  await expectUsable(device);
});

test('the tab cannot store its call: the call continues, hanging up works, and the next call rings', async () => {
  const device = adaOn({ storage: 'broken' });
  await acceptCall(device);
  expect(failedSteps(device)).toContain('save');
  await expectUsable(device);
});

test('opening the microphone throws: the device listens, and the failure is shown', async () => {
  const device = adaOn({ capture: { open: () => Promise.reject(new Error('A driver crashed.')) } });
  const { controller, screen } = device;
  controller.dispatch({ type: 'callChanged', call: graceToAda() });
  await expect.poll(() => screen().incoming).not.toBeNull();
  screen().incoming?.accept();
  await expect.poll(() => screen().current?.microphone.state).toBe('none');
  await expectUsable(device);
});
