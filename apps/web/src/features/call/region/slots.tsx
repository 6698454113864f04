import type { CurrentCall } from '@ringback/client';
import { MessagesPanel } from '../messages/MessagesPanel.tsx';
import { VoiceEdge, VoiceRings } from '../levels/VoiceLevels.tsx';
import { Suspense, useEffect } from 'react';
import { reactionLayer, reactionPicker } from '../reactions/reactionEntries.tsx';
import { SecondCalls } from '../second/SecondCalls.tsx';
import { CallPictures } from '../pictures/CallPictures.tsx';
import { useStage } from '../stage/stageContext.ts';
import type { CallPicturesState } from '../pictures/usePictures.ts';

/*
 * The places in the call region where other features of a call draw. All can ask `useStage` for the layout. A slot that
 * draws nothing renders null.
 */

/** The pictures of both sides, behind everything else. Present in all layouts, so that they play on. */
export function PicturesSlot(props: { readonly call: CurrentCall; readonly pictures: CallPicturesState }) {
  return <CallPictures {...props} />;
}

/** Around the portrait: rings that move with the other side's voice. */
export function PortraitLevelSlot({ call }: { readonly call: CurrentCall }) {
  return isHeard(call) ? <VoiceRings /> : null;
}

/** At the edge of the region, over a picture: a border that moves with the other side's voice. */
export function BorderLevelSlot({ call }: { readonly call: CurrentCall }) {
  return isHeard(call) ? <VoiceEdge /> : null;
}

/** While nothing arrives, the rings say so by themselves. */
function isHeard({ status }: CurrentCall): boolean {
  return status.kind === 'talking';
}

/** A second call that rings, or the held one. Below the top line in the full layout, below the bar in a small one. */
export function SecondCallSlot() {
  return <SecondCalls />;
}

/** What flies over the pictures, such as reactions. Nothing in it can be pressed. Present in all layouts: a hand is told once. */
export function ReactionsSlot({ call }: { readonly call: CurrentCall }) {
  const { react, reactions, remoteHand, lowerHand } = call;
  const { isSettled } = useStage();
  const isPossible = isSettled && react !== undefined;
  useEffect(() => {
    if (isPossible) for (const part of [reactionLayer, reactionPicker]) part.preload();
  }, [isPossible]);
  const isWanted = reactions.length > 0 || remoteHand === 'raised' || lowerHand !== undefined;
  if (!isWanted) return null;
  return (
    <Suspense>
      <reactionLayer.Component call={call} />
    </Suspense>
  );
}

/** The panel beside the stage, or the sheet over it; only in the full layout. `--panel-width` is its width. */
export function PanelSlot({ call: { peer } }: { readonly call: CurrentCall }) {
  const { panel } = useStage();
  return panel === 'messages' ? <MessagesPanel peer={peer} /> : null;
}
