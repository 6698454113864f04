import type { EntryList, HistoryListName } from '@ringback/client';
import type { CallId } from '@ringback/protocol';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useMinute } from '../../../ui/time/useMinute.ts';
import type { RowContext } from './EntryRow.tsx';
import { HistoryLines } from './VirtualRows.tsx';
import { linesOf } from './historyRows.ts';
import { Rest } from './Rest.tsx';

/** The entries of a list by days, with repeats folded, and what is to be said where these are not all. */
export function EntryRows({
  name,
  list,
  context,
}: {
  readonly name: HistoryListName;
  readonly list: EntryList;
  readonly context: Omit<RowContext, 'onFold'>;
}) {
  const engine = useEngine();
  const nowMs = useMinute();
  const { unfolded, onFold } = useFolding();
  const lines = useMemo(() => linesOf(list.entries, unfolded, nowMs), [list.entries, unfolded, nowMs]);
  return (
    <>
      <HistoryLines
        lines={lines}
        isPartial={list.state !== 'complete'}
        context={{ ...context, onFold }}
        onNearEnd={() => {
          if (list.state === 'partial') void engine.loadHistory(name);
        }}
      />
      <Rest name={name} state={list.state} />
    </>
  );
}

/**
 * Which repeats stand unfolded. The button that was pressed goes; the focus goes on to the first of the calls that stand
 * there now, or to the button that shows them again.
 */
function useFolding(): { readonly unfolded: ReadonlySet<CallId> } & Pick<RowContext, 'onFold'> {
  const [unfolded, setUnfolded] = useState<ReadonlySet<CallId>>(new Set());
  const next = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (next.current === undefined) return;
    const element = document.querySelector<HTMLElement>(next.current);
    next.current = undefined;
    element?.focus();
  });
  return {
    unfolded,
    onFold: (repeats, how) => {
      const [newest] = repeats;
      const oldest = repeats.at(-1) ?? newest;
      next.current =
        how === 'unfold' ? `[data-line="${newest.callId}"]` : `[data-line="${oldest.callId}"] [data-unfold]`;
      const ids = new Set(repeats.map(({ callId }) => callId));
      setUnfolded((before) => {
        const others = [...before].filter((id) => !ids.has(id));
        return new Set(how === 'unfold' ? [...others, ...ids] : others);
      });
    },
  };
}
