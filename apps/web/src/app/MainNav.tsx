import { History, Settings, Stethoscope, Users, type LucideIcon } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { useHistory } from '../engine/storeHooks.ts';
import { callsLinkName } from './pageTitle.ts';
import styles from './MainNav.module.css';

/** Links to the screens. */
export function MainNav() {
  const unseen = useHistory((history) => history.unseen);
  return (
    <nav aria-label="Main" className={styles['nav']}>
      <NavLink href="/calls" icon={History} label="Calls" name={callsLinkName(unseen)} badge={unseen} />
      <NavLink href="/people" icon={Users} label="People" />
      <NavLink href="/settings" icon={Settings} label="Settings" />
      <NavLink href="/checkup" icon={Stethoscope} label="Check-up" />
    </nav>
  );
}

function NavLink({
  href,
  icon: Icon,
  label,
  name,
  badge = 0,
}: {
  readonly href: string;
  readonly icon: LucideIcon;
  readonly label: string;
  /** Its accessible name, if that is more than the label. */
  readonly name?: string;
  readonly badge?: number;
}) {
  const [path] = useLocation();
  const isHere = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      className={styles['link'] ?? ''}
      aria-current={isHere ? 'page' : undefined}
      {...(name !== undefined && name !== label && { 'aria-label': name })}
    >
      <span className={styles['icon']}>
        <Icon aria-hidden="true" size={21} strokeWidth={1.9} />
        {/* Shown by the style sheet: as text, screen readers would read it beside the name, which has the count. */}
        {badge > 0 && <span className={styles['badge']} data-count={badge > 99 ? '99+' : badge} />}
      </span>
      <span className={styles['label']}>{label}</span>
    </Link>
  );
}
