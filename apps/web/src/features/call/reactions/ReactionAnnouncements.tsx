import type { CurrentCall } from '@ringback/client';
import { Status, VisuallyHidden } from '../../../ui/layout/AccessibleText.tsx';
import { text } from '../text/callText.ts';

/**
 * Tells screen readers once what the other side shows. Apart from the call's region, whose only status is that of the call,
 * and from its layouts, so that nothing is told again when the call shrinks or grows.
 */
export function ReactionAnnouncements({ call }: { readonly call: CurrentCall }) {
  const { reactions, remoteHand, peer } = call;
  const theirs = reactions.findLast(({ from }) => from === 'peer');
  return (
    <VisuallyHidden>
      {remoteHand === 'raised' && <Status>{text.raised(peer.name)}</Status>}
      {theirs !== undefined && (
        <Status key={theirs.id}>{text.reacted(peer.name, text.reactions[theirs.reaction])}</Status>
      )}
    </VisuallyHidden>
  );
}
