import { expect, test } from 'vitest';
import { CallsController } from './callsController.ts';
import { LazyCalls } from './lazyCalls.ts';
import { ada, adaHere, graceToAda } from './scenarios/callsHarness.testing.ts';
import { attachedAt, controllerDeps } from './scenarios/controllerDeps.testing.ts';

test('a call that comes in while the code of calls loads rings once it is there', async () => {
  const code = Promise.withResolvers<typeof CallsController>();
  const deps = controllerDeps();
  const calls = new LazyCalls(deps, () => code.promise);
  calls.signedIn({ person: ada, deviceId: adaHere });
  calls.dispatch(attachedAt(deps.ports.clock.now()));
  calls.dispatch({ type: 'callChanged', call: graceToAda() });
  expect(calls.screen.getState()).toMatchObject({ incoming: null, cannotPlace: 'offline' });
  expect([calls.carrying(), calls.isServerAwaited()]).toEqual([[], false]);
  code.resolve(CallsController);
  await expect.poll(() => calls.screen.getState().incoming?.id).toBe(graceToAda().id);
});

test('the code of calls could not be loaded: the next thing that happens tries again', async () => {
  let isReachable = false;
  const deps = controllerDeps();
  const calls = new LazyCalls(deps, () =>
    isReachable ? Promise.resolve(CallsController) : Promise.reject(new Error('The server is away.')),
  );
  calls.signedIn({ person: ada, deviceId: adaHere });
  await Promise.resolve();
  isReachable = true;
  await Promise.resolve();
  calls.dispatch(attachedAt(deps.ports.clock.now()));
  await expect.poll(() => calls.screen.getState().place).toBeDefined();
});

test('the page closes before the code of calls is there: nothing is started', async () => {
  const code = Promise.withResolvers<typeof CallsController>();
  const calls = new LazyCalls(controllerDeps(), () => code.promise);
  calls.signedIn({ person: ada, deviceId: adaHere });
  calls.close();
  code.resolve(CallsController);
  await code.promise;
  await Promise.resolve();
  expect(calls.screen.getState().cannotPlace).toBe('offline');
});
