import type { Route } from '@ringback/protocol';
import { Route as RouteIcon, Waypoints } from 'lucide-react';
import styles from './RouteBadge.module.css';
import { routeText } from '../text/routeText.ts';

/** How the call travels, once that is known. */
export function RouteBadge({ route }: { readonly route: Route | null }) {
  if (route === null) return null;
  const { word, meaning } = routeText(route);
  const Icon = route.path === 'direct' ? RouteIcon : Waypoints;
  return (
    <span className={styles['route']} title={meaning}>
      <Icon aria-hidden="true" size={14} />
      <span>{word}</span>
    </span>
  );
}
