import { ChevronDown } from 'lucide-react';
import { useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { ButtonEntry, ControlEntry, MenuEntry } from '../stage/controlEntry.ts';
import { text } from '../text/callText.ts';
import styles from './ControlButton.module.css';

/** Where a button stands: round in the bar, as the arrow of the button before it, or as a line with its name under "More". */
type Shape = 'round' | 'arrow' | 'line';

/** The button of one entry. */
export function ControlButton({ entry, shape }: { readonly entry: ControlEntry; readonly shape: Shape }) {
  return entry.kind === 'button' ? (
    <PressButton entry={entry} shape={shape} />
  ) : (
    <MenuButton entry={entry} shape={shape} />
  );
}

function PressButton({ entry, shape }: { readonly entry: ButtonEntry; readonly shape: Shape }) {
  return (
    <button
      type="button"
      {...faceOf(entry, shape)}
      className={styles[shape]}
      aria-expanded={entry.isExpanded}
      data-look={entry.look ?? 'plain'}
      onClick={({ currentTarget }) => {
        entry.action();
        closeMenu(currentTarget);
      }}
    >
      <Face entry={entry} shape={shape} />
    </button>
  );
}

/** A menu is done once something in it was pressed; the focus returns to the button that opened it. */
function closeMenu(pressed: HTMLElement): void {
  pressed.closest<HTMLElement>('[popover]')?.hidePopover();
}

/** Its popover is native: Escape or a press outside closes it, and the focus returns to the button. */
function MenuButton({ entry, shape }: { readonly entry: MenuEntry; readonly shape: Shape }) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        {...faceOf(entry, shape)}
        popoverTarget={id}
        className={styles[shape]}
        data-look="plain"
      >
        {shape === 'arrow' ? (
          <ChevronDown aria-hidden="true" size={16} strokeWidth={2.2} />
        ) : (
          <Face entry={entry} shape={shape} />
        )}
      </button>
      <MenuPanel id={id} name={entry.name}>
        {entry.content}
      </MenuPanel>
    </>
  );
}

/** A popover above the control bar. Its content is rendered while it is open. */
function MenuPanel({
  id,
  name,
  children,
}: {
  readonly id: string;
  readonly name: string;
  readonly children: ReactNode;
}) {
  const panelRef = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div
      ref={panelRef}
      id={id}
      popover="auto"
      role="dialog"
      aria-label={name}
      className={styles['panel']}
      onBeforeToggle={({ newState }) => newState === 'open' && setIsOpen(true)}
      onToggle={({ newState, target, currentTarget }) => {
        // React lets the event of a menu inside this one bubble.
        if (target !== currentTarget) return;
        if (newState === 'open') focusFirst(panelRef);
        else {
          focusBackInMenu(panelRef.current);
          // Not earlier: the focus returns to the button only while it is in the popover.
          setIsOpen(false);
        }
      }}
    >
      {isOpen && children}
    </div>
  );
}

/** Browsers give the focus back to the button of the first menu only, not to a line in it that opened another one. */
function focusBackInMenu(panel: HTMLElement | null): void {
  const isInMenu = (panel?.parentElement?.closest(':popover-open') ?? null) !== null;
  const button = panel?.previousElementSibling;
  if (isInMenu && button instanceof HTMLElement) button.focus({ preventScroll: true });
}

/** Keyboards go on from the button into the popover. */
function focusFirst(panelRef: RefObject<HTMLElement | null>): void {
  panelRef.current
    ?.querySelector<HTMLElement>('select, button, input, [tabindex="0"]')
    ?.focus({ preventScroll: true });
}

function faceOf({ name, shortcut, hasDot }: ControlEntry, shape: Shape) {
  return {
    ...(hasDot === true && { 'aria-description': text.somethingNew }),
    ...(shape !== 'line' && { 'aria-label': name, title: name }),
    ...(shortcut !== undefined && { 'aria-keyshortcuts': shortcut }),
  };
}

function Face({ entry, shape }: { readonly entry: ControlEntry; readonly shape: Shape }) {
  const { name, icon: Icon, hasDot, decoration } = entry;
  return (
    <>
      <span aria-hidden="true" className={styles['icon']}>
        <Icon size={22} strokeWidth={1.9} />
        {decoration}
        {hasDot === true && <span className={styles['dot']} />}
      </span>
      {shape === 'line' && <span className={styles['name']}>{name}</span>}
    </>
  );
}
