import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something to do in a call. It is in the list of entries exactly while it is possible. */
export type ControlEntry = ButtonEntry | MenuEntry;

interface EntryFace {
  /** Tells entries apart. It stays while the name changes, so that a button which switches keeps its focus. */
  readonly id: string;
  /** The accessible name, which is also the tooltip. */
  readonly name: string;
  readonly icon: LucideIcon;
  /** `primary`: stays in the bar of a narrow window, where others move into "More". `urgent`: in small calls too. */
  readonly rank?: 'primary' | 'urgent';
  /** Something new waits behind it, such as an unread message. */
  readonly hasDot?: boolean;
  /** Drawn inside the button, over its icon; hidden from screen readers. */
  readonly decoration?: ReactNode;
  /** In the form of `aria-keyshortcuts`. */
  readonly shortcut?: string;
}

/** Does one thing at a press. */
export interface ButtonEntry extends EntryFace {
  readonly kind: 'button';
  readonly action: () => void;
  /** Present where it opens a part of the screen. */
  readonly isExpanded?: boolean;
  /** `off`: what it switches is off. `on`: under way, such as sharing. */
  readonly look?: 'off' | 'on';
}

/** Opens a popover above the bar. */
export interface MenuEntry extends EntryFace {
  readonly kind: 'menu';
  /** Rendered while the popover is open. */
  readonly content: ReactNode;
  /** The id of the entry before it, if it stands directly beside that as its arrow. */
  readonly joins?: string;
}

/** Leaves out the entries of what is not possible now. */
export function present(...entries: readonly (ControlEntry | undefined)[]): readonly ControlEntry[] {
  return entries.filter((entry) => entry !== undefined);
}

/** A button, present while its action is. */
export function buttonEntry(
  action: (() => void) | undefined,
  face: Omit<ButtonEntry, 'kind' | 'action'>,
): ButtonEntry | undefined {
  return action === undefined ? undefined : { kind: 'button', action, ...face };
}
