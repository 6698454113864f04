import type { CallScreen } from '@ringback/client';
import { useEffect } from 'react';
import { useCalls, useHistory } from '../../../engine/storeHooks.ts';

/** What the tab's icon says, the most urgent first. */
export type TabIcon =
  { readonly kind: CallMark | 'incoming' | 'quiet' } | { readonly kind: 'missed'; readonly count: number };

type CallMark = 'calling' | 'inCall' | 'muted' | 'onHold';

/** Chooses the icon. `missed`: unseen missed calls. */
export function tabIconOf({ incoming, current }: CallScreen, missed: number): TabIcon {
  if (current !== null) return { kind: markOf(current) };
  if (incoming !== null) return { kind: 'incoming' };
  return missed === 0 ? { kind: 'quiet' } : { kind: 'missed', count: missed };
}

function markOf({ phase, microphone, holdState }: NonNullable<CallScreen['current']>): CallMark {
  if (phase === 'calling' || phase === 'ringing') return 'calling';
  if (holdState !== 'none') return 'onHold';
  return microphone.state === 'off' ? 'muted' : 'inCall';
}

/** In the icon's units: it is 64 wide. */
const badge = { x: 46, y: 46, radius: 18 } as const;

/** The badge's color and what is drawn in it, in white, around its center. */
const badges = {
  incoming: { fill: '#e0922f', glyph: circle(0, 6) + arc(12) },
  calling: { fill: '#e0922f', glyph: circle(0, 6) },
  inCall: { fill: '#1b9e6e', glyph: circle(0, 6) },
  muted: { fill: '#c23a28', glyph: line(-7, 7, 7, -7) },
  onHold: { fill: '#5a655f', glyph: line(-5, 7, -5, -7) + line(5, 7, 5, -7) },
} as const;

/** The icon as the address of an image; null for the one that the page came with. */
export function iconAddress(icon: TabIcon): string | null {
  if (icon.kind === 'quiet') return null;
  const drawn =
    icon.kind === 'missed'
      ? disc('#c23a28', countGlyph(icon.count))
      : disc(badges[icon.kind].fill, badges[icon.kind].glyph);
  return `data:image/svg+xml,${encodeURIComponent(svg(drawn))}`;
}

function svg(overlay: string): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="18" fill="#0d5c4b"/>' +
    '<g fill="none" stroke-linecap="round"><circle cx="32" cy="32" r="10" stroke="#fff" stroke-width="6"/>' +
    '<path d="M45.4 17.1a20 20 0 0 1 0 29.8M18.6 46.9a20 20 0 0 1 0-29.8" stroke="#8fe0c2" stroke-width="5"/></g>' +
    `${overlay}</svg>`
  );
}

function disc(fill: string, glyph: string): string {
  const { x, y, radius } = badge;
  return (
    `<g transform="translate(${x} ${y})"><circle r="${radius}" fill="${fill}" stroke="#0d5c4b" stroke-width="4"/>` +
    `<g fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round">${glyph}</g></g>`
  );
}

/** More than nine would be too small to read. */
function countGlyph(count: number): string {
  const text = count > 9 ? '9+' : String(count);
  return `<text y="8" text-anchor="middle" font-family="sans-serif" font-size="24" font-weight="700" fill="#fff" stroke="none">${text}</text>`;
}

function circle(at: number, radius: number): string {
  return `<circle cx="${at}" cy="${at}" r="${radius}" fill="#fff" stroke="none"/>`;
}

function arc(radius: number): string {
  return `<path d="M0 ${-radius}a${radius} ${radius} 0 0 1 0 ${2 * radius}" stroke-width="4"/>`;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${x1} ${y1}L${x2} ${y2}"/>`;
}

/** Keeps the tab's icon in step with the calls, and gives back the page's own at the end. */
export function useTabIcon(): void {
  const missed = useHistory(({ unseen }) => unseen);
  const address = useCalls((calls) => iconAddress(tabIconOf(calls, missed)));
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (link === null || address === null) return undefined;
    const { href } = link;
    link.href = address;
    return () => {
      link.href = href;
    };
  }, [address]);
}
