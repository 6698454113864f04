import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { observeSize } from '../../ui/browser/observe.ts';
import type { ConversationItem } from './conversationTimeline.ts';

/** About one bubble: people who have scrolled up further are reading, and the view stays. */
const nearPx = 120;

/**
 * Opens a conversation at its newest item and stays there while items arrive, are measured, or the window changes its
 * size. Scrolling up ends that; coming back to the end, or writing, starts it again.
 */
export function useStickToEnd(
  contentRef: RefObject<HTMLElement | null>,
  newest: ConversationItem | undefined,
): void {
  const isFollowing = useRef(true);
  const written = newest?.kind === 'draft' || newest?.kind === 'noteDraft' ? newest.key : undefined;
  useLayoutEffect(() => {
    const content = contentRef.current;
    if (content === null || written === undefined) return;
    isFollowing.current = true;
    scrollToEnd(scrollerOf(content));
  }, [contentRef, written]);
  useEffect(() => {
    const content = contentRef.current;
    return content === null ? undefined : follow(content, isFollowing);
  }, [contentRef]);
}

function follow(content: HTMLElement, isFollowing: { current: boolean }): () => void {
  let lastTop = 0;
  const toEnd = (): void => {
    if (!isFollowing.current) return;
    scrollToEnd(scrollerOf(content));
    lastTop = scrollerOf(content).scrollTop;
  };
  const scrolled = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = scrollerOf(content);
    if (scrollHeight - clientHeight - scrollTop < nearPx) isFollowing.current = true;
    // What grows below moves the end away, too, but only people scroll up.
    else if (scrollTop < lastTop) isFollowing.current = false;
    lastTop = scrollTop;
  };
  // Opening moves the page to its top, and going back to where it was. Both come before the second frame.
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      toEnd();
      document.addEventListener('scroll', scrolled, { capture: true, passive: true });
    });
  });
  const stopObserving = observeSize(content, toEnd);
  window.addEventListener('resize', toEnd);
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener('scroll', scrolled, { capture: true });
    stopObserving();
    window.removeEventListener('resize', toEnd);
  };
}

function scrollToEnd(scroller: Element): void {
  scroller.scrollTop = scroller.scrollHeight;
}

/** The page, or beside the list of people a column of its own. */
function scrollerOf(content: HTMLElement): Element {
  for (let element = content.parentElement; element !== null; element = element.parentElement)
    if (/auto|scroll/.test(getComputedStyle(element).overflowY)) return element;
  return document.scrollingElement ?? document.documentElement;
}
