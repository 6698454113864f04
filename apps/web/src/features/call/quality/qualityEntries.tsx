import type { CurrentCall } from '@ringback/client';
import { Activity, EarOff } from 'lucide-react';
import { Suspense } from 'react';
import { lazyComponent } from '../../../ui/loading/lazyComponent.ts';
import type { ControlEntry } from '../stage/controlEntry.ts';

const callDetails = lazyComponent(async () => (await import('./CallDetails.tsx')).CallDetails);
const cantHear = lazyComponent(async () => (await import('./CantHear.tsx')).CantHear);

/** "Call details": what is measured in the call, live. */
export function detailsEntry(call: CurrentCall): ControlEntry | undefined {
  if (call.quality === null) return undefined;
  const content = (
    <Suspense>
      <callDetails.Component call={call} />
    </Suspense>
  );
  return { kind: 'menu', id: 'callDetails', name: 'Call details', icon: Activity, content };
}

/** "I can't hear {name}": leads through the causes that no page can see. */
export function cantHearEntry(call: CurrentCall): ControlEntry | undefined {
  if (call.quality === null) return undefined;
  const content = (
    <Suspense>
      <cantHear.Component call={call} />
    </Suspense>
  );
  return { kind: 'menu', id: 'cantHear', name: `I can't hear ${call.peer.name}`, icon: EarOff, content };
}
