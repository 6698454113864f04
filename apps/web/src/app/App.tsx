import type { Engine } from '@ringback/client';
import { Suspense, useEffect, useState } from 'react';
import type { BaseLocationHook } from 'wouter';
import { EngineProvider } from '../engine/EngineContext.tsx';
import { useAccount, useCalls, useConnection } from '../engine/storeHooks.ts';
import { SignInByAddress } from '../features/signin/SignInByAddress.tsx';
import { linkCodeIn } from '../features/signin/signInWay.ts';
import { SignInScreen } from '../features/signin/SignInScreen.tsx';
import { NotifierProvider, type Notifier } from '../notifications/notifier.tsx';
import { BrokenPage, ErrorBoundary, Loading } from './ErrorBoundary.tsx';
import { OutdatedScreen } from './FullPage.tsx';
import { attempt } from '../ui/browser/attempt.ts';
import { appShell, insecureScreen, signInLinkScreen } from './lazyRoutes.ts';

/** The whole app. `locationHook` replaces the browser's address bar as the place of the current address. */
export function App({
  engine,
  notifier,
  locationHook,
}: {
  readonly engine: Engine;
  readonly notifier: Notifier;
  readonly locationHook?: BaseLocationHook;
}) {
  return (
    <ErrorBoundary renderFallback={(why) => <BrokenPage why={why} />}>
      <EngineProvider engine={engine}>
        <NotifierProvider notifier={notifier}>
          {window.isSecureContext ? (
            <Gate locationHook={locationHook} />
          ) : (
            <Suspense>
              <insecureScreen.Component />
            </Suspense>
          )}
        </NotifierProvider>
      </EngineProvider>
    </ErrorBoundary>
  );
}

/** Shows sign-in or the app, by the account of this tab. */
function Gate({ locationHook }: { readonly locationHook: BaseLocationHook | undefined }) {
  const account = useAccount();
  const [linkCode, setLinkCode] = useState(() => linkCodeIn(location));
  const connection = useConnection();
  const isInCall = useCalls(({ current }) => current !== null);
  // Preloads while the user types a name or the tab restores its sign-in.
  useEffect(() => appShell.preload(), []);
  // A call continues between the browsers even if the server is newer.
  if (connection.state === 'outdated' && !isInCall) return <OutdatedScreen />;
  if (linkCode !== undefined)
    return (
      <Suspense fallback={<Loading />}>
        <signInLinkScreen.Component
          code={linkCode}
          onLeave={() => {
            attempt(() => history.replaceState(null, '', '/'));
            setLinkCode(undefined);
          }}
        />
      </Suspense>
    );
  return (
    <>
      <SignInByAddress />
      {account.state === 'signedIn' && (
        <Suspense fallback={<Loading />}>
          <appShell.Component key={account.me.id} me={account.me} locationHook={locationHook} />
        </Suspense>
      )}
      {(account.state === 'signedOut' || account.state === 'signingIn') && <SignInScreen account={account} />}
    </>
  );
}
