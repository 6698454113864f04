import { useCalls } from '../../../engine/storeHooks.ts';
import { HeldCallPill } from './HeldCallPill.tsx';
import { SecondCallBanner } from './SecondCallBanner.tsx';

/** A call that rings beside the current one, or the one that is held. Always there, so that both are read out. */
export function SecondCalls() {
  const second = useCalls((calls) => calls.second);
  const held = useCalls((calls) => calls.held);
  const swap = useCalls((calls) => calls.swap);
  return (
    <div aria-live="polite" style={{ display: 'contents' }}>
      {second !== null && <SecondCallBanner key={second.id} call={second} />}
      {held !== null && <HeldCallPill call={held} swap={swap} />}
    </div>
  );
}
