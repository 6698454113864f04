import { fetchParts, type Outcome } from '@ringback/client';
import type { Person, UserId } from '@ringback/protocol';
import {
  Suspense,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { Router, useLocation, type AroundNavHandler, type BaseLocationHook } from 'wouter';
import { RuleChangesProvider } from '../engine/RuleChanges.tsx';
import {
  useCalls,
  useConnection,
  useConversations,
  useHistory,
  useNotes,
  useNotices,
  useUnblockQuestion,
} from '../engine/storeHooks.ts';
import { offlineText } from '../i18n/sharedText.ts';
import type { NoteRequest } from '../features/notes/recording/NoteDialog.tsx';
import { Avatar } from '../ui/avatar/Avatar.tsx';
import { Logo } from '../ui/layout/Logo.tsx';
import { attempt } from '../ui/browser/attempt.ts';
import { observeSize } from '../ui/browser/observe.ts';
import { VisibilityContext } from '../ui/visibility/OnVisible.tsx';
import { Status } from '../ui/layout/AccessibleText.tsx';
import { BrokenPart, ErrorBoundary } from './ErrorBoundary.tsx';
import styles from './AppShell.module.css';
import { useCallLayout } from './callLayout.ts';
import { MainNav } from './MainNav.tsx';
import { NewVersion } from './NewVersion.tsx';
import { useIdle } from '../ui/loading/useIdle.ts';
import { pageTitle, waitingCount } from './pageTitle.ts';
import { callLayer, noteDialog, preloadRoutes } from './lazyRoutes.ts';
import { Routes } from './Routes.tsx';
import { text } from './appText.ts';
import { useFocusOnNavigate } from './focusOnNavigate.ts';

/** What a signed-in tab shows: navigation, the current screen, and calls over it. */
export function AppShell({
  me,
  locationHook,
}: {
  readonly me: Person;
  /** Replaces the browser's address bar as the place of the current address. */
  readonly locationHook: BaseLocationHook | undefined;
}) {
  return (
    <Router aroundNav={navigateIfAllowed} {...(locationHook !== undefined && { hook: locationHook })}>
      <ShellContent me={me} />
    </Router>
  );
}

/** Safari and Firefox throw when an address changes too often within seconds. The page stays where it is then. */
const navigateIfAllowed: AroundNavHandler = (navigate, to, options) => {
  attempt(() => navigate(to, options));
};

function ShellContent({ me }: { readonly me: Person }) {
  const [path] = useLocation();
  const callId = useCalls(({ current }) => current?.id);
  const { layout, shrink, expand } = useCallLayout(callId);
  const [noticeSlot, setNoticeSlot] = useState<HTMLElement | null>(null);
  const { dialog, onLeaveNote } = useNoteDialog();
  const callsWanted = useCallsWanted();
  const mainRef = useRef<HTMLElement>(null);
  const shellRef = useRef<HTMLDivElement>(null);
  const railRef = useRef<HTMLElement>(null);
  const noticesRef = useRef<HTMLDivElement>(null);
  const covered = layout === 'full';
  usePageTitle(me.id);
  useFocusOnNavigate(mainRef);
  useHeight(shellRef, railRef, '--rail-height');
  useHeight(shellRef, noticesRef, '--notices-height');
  useDismissNoticesAtCalls();
  return (
    <div ref={shellRef} className={styles['shell']} data-call={callId === undefined ? 'none' : layout}>
      <RuleChangesProvider>
        <header ref={railRef} className={styles['rail']} inert={covered}>
          <Brand />
          <MainNav />
          <div className={styles['foot']}>
            <div ref={setNoticeSlot} />
            <Me me={me} />
          </div>
        </header>
        <main ref={mainRef} tabIndex={-1} className={styles['main']}>
          <Suspense>
            {callsWanted && (
              <callLayer.Component
                me={me.id}
                layout={layout}
                onShrink={shrink}
                onExpand={expand}
                noticeSlot={noticeSlot}
                onLeaveNote={onLeaveNote}
              />
            )}
          </Suspense>
          {dialog}
          <div ref={noticesRef} className={styles['notices']}>
            <ConnectionLine />
            <NewVersion />
          </div>
          <VisibilityContext value={!covered}>
            <div className={styles['content']} inert={covered}>
              <ErrorBoundary key={path.split('/')[1]} renderFallback={(why) => <BrokenPart why={why} />}>
                <Routes />
              </ErrorBoundary>
            </div>
          </VisibilityContext>
        </main>
      </RuleChangesProvider>
    </div>
  );
}

/**
 * Keeps the height of a part in a property of the shell: of the navigation, which covers what is below it at the bottom of
 * a narrow screen, and of the notices at the top. Both grow with their words and with the system's text size.
 */
function useHeight(
  shellRef: RefObject<HTMLElement | null>,
  partRef: RefObject<HTMLElement | null>,
  property: '--rail-height' | '--notices-height',
): void {
  useLayoutEffect(() => {
    const [shell, part] = [shellRef.current, partRef.current];
    if (shell === null || part === null) return undefined;
    const measure = (): void => shell.style.setProperty(property, `${part.getBoundingClientRect().height}px`);
    return observeSize(part, measure, 'border-box');
  }, [shellRef, partRef, property]);
}

/** The code of calls loads when the page is idle, or as soon as there is a call to show. */
function useCallsWanted(): boolean {
  const hasCalls = useCalls(
    ({ current, incoming, outcome, toasts }) =>
      current !== null || incoming !== null || outcome !== null || toasts.length > 0,
  );
  const isAsking = useUnblockQuestion() !== null;
  const idle = useIdle();
  usePartsAhead(idle);
  return idle || hasCalls || isAsking;
}

/** Fetches the code of everything once the page is idle and online; again after a reconnect where some was missing. */
function usePartsAhead(idle: boolean): void {
  const isOnline = useConnection().state === 'online';
  const isComplete = useRef(false);
  useEffect(() => {
    if (idle) preloadRoutes();
  }, [idle]);
  useEffect(() => {
    if (!idle || !isOnline || isComplete.current) return;
    void fetchParts().then((isAll) => (isComplete.current = isAll));
  }, [idle, isOnline]);
}

function Brand() {
  return (
    <div className={styles['brand']}>
      <Logo />
      <span className={styles['wordmark']}>Ringback</span>
    </div>
  );
}

function Me({ me }: { readonly me: Person }) {
  return (
    <div className={styles['me']}>
      <Avatar person={me} size="small" />
      <span dir="auto" className={styles['myName']}>
        {me.name}
      </span>
    </div>
  );
}

function ConnectionLine() {
  const connection = useConnection();
  switch (connection.state) {
    case 'idle':
    case 'connecting':
    case 'online':
      return null;
    case 'offline':
      return <Status className={styles['banner']}>{offlineText[connection.reason ?? 'unknown']}</Status>;
    case 'outdated':
      return <Status className={styles['banner']}>{text.outdated.inCall}</Status>;
  }
}

function usePageTitle(me: UserId): void {
  const [path] = useLocation();
  const unseen = useHistory((history) => history.unseen);
  const known = useConversations((conversations) => conversations.known);
  const notes = { known: useNotes((all) => all.known), lost: useNotes((all) => all.lost) };
  const waiting = waitingCount(me, unseen, { known }, notes);
  const title = useCalls((calls) => pageTitle(calls, waiting, path));
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = 'Ringback';
    };
  }, [title]);
}

/** The dialog in which the user leaves a note after a call; it is hidden during a new call. */
function useNoteDialog(): {
  readonly dialog: ReactNode;
  readonly onLeaveNote: (outcome: Outcome) => void;
} {
  const [request, setRequest] = useState<NoteRequest | null>(null);
  const isInCall = useCalls(({ current }) => current !== null);
  const dialog = request !== null && (
    <Suspense>
      <noteDialog.Component
        key={request.callId}
        request={request}
        isHidden={isInCall}
        onClose={() => setRequest(null)}
      />
    </Suspense>
  );
  const onLeaveNote = ({ callId, peer, media }: Outcome): void => setRequest({ callId, peer, media });
  return { dialog, onLeaveNote };
}

/** Dismisses missed-call notices when the user opens the history; one that comes while it is open stays. */
function useDismissNoticesAtCalls(): void {
  const [path] = useLocation();
  const notices = useNotices();
  const latest = useRef(notices);
  const isAtCalls = path === '/calls' || path.startsWith('/calls/');
  useEffect(() => {
    latest.current = notices;
  }, [notices]);
  useEffect(() => {
    if (isAtCalls) for (const { dismiss } of latest.current) dismiss();
  }, [isAtCalls]);
}
