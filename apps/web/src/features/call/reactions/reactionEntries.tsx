import type { CurrentCall } from '@ringback/client';
import { Hand, SmilePlus } from 'lucide-react';
import { Suspense } from 'react';
import { lazyComponent } from '../../../ui/loading/lazyComponent.ts';
import { buttonEntry, type ControlEntry } from '../stage/controlEntry.ts';
import { text } from '../text/callText.ts';

export const reactionPicker = lazyComponent(
  async () => (await import('./ReactionPicker.tsx')).ReactionPicker,
);

export const reactionLayer = lazyComponent(async () => (await import('./ReactionLayer.tsx')).ReactionLayer);

/** "React": opens the six reactions. */
export function reactEntry({ react }: CurrentCall): ControlEntry | undefined {
  if (react === undefined) return undefined;
  const content = (
    <Suspense>
      <reactionPicker.Component react={react} />
    </Suspense>
  );
  return { kind: 'menu', id: 'react', name: text.react, icon: SmilePlus, content };
}

/** "Raise hand", or "Lower hand" while it is up. */
export function handEntry({ raiseHand, lowerHand }: CurrentCall): ControlEntry | undefined {
  const common = { id: 'hand', icon: Hand } as const;
  return (
    buttonEntry(lowerHand, { ...common, name: text.lowerHand, look: 'on' }) ??
    buttonEntry(raiseHand, { ...common, name: text.raiseHand })
  );
}
