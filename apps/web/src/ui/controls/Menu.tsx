import type { LucideIcon } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { attempt } from '../browser/attempt.ts';
import { Button, IconButton } from './Button.tsx';
import styles from './Menu.module.css';
import { nextInRow } from './nextInRow.ts';

/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly tone?: 'danger';
  readonly onSelect: () => void;
}

/**
 * A button that opens a menu, by the ARIA pattern: arrows move, letters are left to the browser. The popover is native:
 * Escape or a press outside closes it, and the focus returns to the button.
 */
export function Menu({
  label,
  icon,
  look = 'icon',
  items,
  disabled = false,
  describedBy,
}: {
  readonly label: string;
  readonly icon: LucideIcon;
  /** With `icon` the label is a tooltip. */
  readonly look?: 'icon' | 'button';
  readonly items: readonly MenuItem[];
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
}) {
  const id = useId();
  const menuRef = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const opener = {
    popoverTarget: id,
    disabled,
    'aria-haspopup': 'menu',
    'aria-expanded': isOpen,
    'aria-describedby': describedBy,
  } as const;
  return (
    <div className={styles['anchor']}>
      {look === 'icon' ? (
        <IconButton label={label} icon={icon} {...opener} />
      ) : (
        <Button icon={icon} {...opener}>
          {label}
        </Button>
      )}
      <div
        ref={menuRef}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        className={styles['menu']}
        onKeyDown={(event) => moveFocus(event, menuRef)}
        onToggle={({ newState }) => {
          setOpen(newState === 'open');
          if (newState === 'open') itemsIn(menuRef)[0]?.focus({ preventScroll: true });
        }}
      >
        {items.map((item) => (
          <Item key={item.label} item={item} onDone={() => attempt(() => menuRef.current?.hidePopover())} />
        ))}
      </div>
    </div>
  );
}

function Item({
  item: { label, icon: Icon, tone, onSelect },
  onDone,
}: {
  readonly item: MenuItem;
  readonly onDone: () => void;
}) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={styles['item']}
      data-tone={tone}
      onClick={() => {
        // First, so that the focus is back at the button when a dialog takes it.
        onDone();
        onSelect();
      }}
    >
      {Icon !== undefined && <Icon aria-hidden="true" size={18} strokeWidth={1.9} />}
      {label}
    </button>
  );
}

function itemsIn(menuRef: RefObject<HTMLElement | null>): HTMLElement[] {
  return [...(menuRef.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
}

function moveFocus(event: KeyboardEvent, menuRef: RefObject<HTMLElement | null>): void {
  const items = itemsIn(menuRef);
  const at = items.findIndex((item) => item === document.activeElement);
  const next = nextInRow(event.key, at, items.length, 'vertical');
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}
