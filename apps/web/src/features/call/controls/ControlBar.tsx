import type { CurrentCall } from '@ringback/client';
import { Ellipsis, PhoneOff } from 'lucide-react';
import type { ControlEntry, MenuEntry } from '../stage/controlEntry.ts';
import { useStage } from '../stage/stageContext.ts';
import { text } from '../text/callText.ts';
import styles from './ControlBar.module.css';
import { ControlButton } from './ControlButton.tsx';
import type { ControlEntries } from './useControlEntries.tsx';

/** The buttons at the bottom of a call. Each is present exactly while its action is. */
export function ControlBar({
  call,
  entries,
}: {
  readonly call: CurrentCall;
  readonly entries: ControlEntries;
}) {
  const { isWide } = useStage();
  const { visible, folded } = foldEntries(entries, isWide);
  return (
    <div className={styles['bar']} data-controls="">
      {joinEntries(visible).map((group) => (
        <ControlGroup key={group[0]?.id} group={group} />
      ))}
      <ControlButton entry={moreEntry(folded)} shape="round" />
      <EndButton call={call} />
    </div>
  );
}

/** A button with the menus that are joined to it. */
function ControlGroup({ group }: { readonly group: readonly ControlEntry[] }) {
  return (
    <span className={styles['group']} data-joined={group.length > 1}>
      {group.map((entry, index) => (
        <ControlButton key={entry.id} entry={entry} shape={index === 0 ? 'round' : 'arrow'} />
      ))}
    </span>
  );
}

/** The buttons of a small call: only what is urgent. On a phone, everything else is under "More". */
export function SmallControls({
  call,
  entries,
}: {
  readonly call: CurrentCall;
  readonly entries: ControlEntries;
}) {
  const { layout } = useStage();
  const all = [...entries.bar, ...entries.corner, ...entries.more];
  const [urgent, others] = divide(all, ({ rank }) => rank === 'urgent');
  return (
    <div className={styles['small']} data-controls="">
      {urgent.map((entry) => (
        <ControlButton key={entry.id} entry={entry} shape="round" />
      ))}
      {layout === 'bar' && <ControlButton entry={moreEntry(others)} shape="round" />}
      <EndButton call={call} />
    </div>
  );
}

/** Which entries stand in the bar, and which fold into "More". */
export function foldEntries(
  { bar, corner, more }: ControlEntries,
  isWide: boolean,
): { readonly visible: readonly ControlEntry[]; readonly folded: readonly ControlEntry[] } {
  // A menu is never empty: where everything is visible, it has the devices.
  if (isWide)
    return { visible: bar, folded: more.length > 0 ? more : bar.filter(({ kind }) => kind === 'menu') };
  const [visible, secondary] = divide(bar, ({ rank }) => rank !== undefined);
  return { visible, folded: [...secondary, ...corner, ...more] };
}

/** Those of which something is so, and the others. */
function divide<Item>(items: readonly Item[], isSo: (item: Item) => boolean): readonly [Item[], Item[]] {
  return [items.filter(isSo), items.filter((item) => !isSo(item))];
}

/** Puts each joined menu into one group with its button before it; without that, it stands alone. */
export function joinEntries(entries: readonly ControlEntry[]): readonly (readonly ControlEntry[])[] {
  const groups: ControlEntry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && entry.kind === 'menu' && entry.joins === last[0].id) last.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function moreEntry(folded: readonly ControlEntry[]): MenuEntry {
  return {
    kind: 'menu',
    id: 'more',
    name: text.more,
    icon: Ellipsis,
    hasDot: folded.some(({ hasDot }) => hasDot === true),
    content: <MoreContent folded={folded} />,
  };
}

function MoreContent({ folded }: { readonly folded: readonly ControlEntry[] }) {
  return (
    <div className={styles['lines']} data-lines="">
      {folded.map((entry) => (
        <ControlButton key={entry.id} entry={entry} shape="line" />
      ))}
    </div>
  );
}

function EndButton({ call: { cancel, hangUp } }: { readonly call: CurrentCall }) {
  const [label, action] = cancel === undefined ? [text.hangUp, hangUp] : [text.cancel, cancel];
  if (action === undefined) return null;
  return (
    <button type="button" title={label} className={styles['end']} onClick={action}>
      <PhoneOff aria-hidden="true" size={22} strokeWidth={1.9} />
      <span>{label}</span>
    </button>
  );
}
