import type { Engine } from '@ringback/client';
import { Suspense, useEffect } from 'react';
import type { BaseLocationHook } from 'wouter';
import { EngineProvider } from '../engine/EngineContext.tsx';
import { useAccount, useCalls, useConnection } from '../engine/storeHooks.ts';
import { SignInByAddress } from '../features/signin/SignInByAddress.tsx';
import { SignInScreen } from '../features/signin/SignInScreen.tsx';
import { NotifierProvider, type Notifier } from '../notifications/notifier.tsx';
import { BrokenPage, ErrorBoundary } from './ErrorBoundary.tsx';
import { InsecureScreen } from './InsecureScreen.tsx';
import { Loading } from './Loading.tsx';
import { OutdatedScreen } from './OutdatedScreen.tsx';
import { appShell } from './lazyRoutes.ts';

/** The whole app on an engine. `locationHook`: where addresses are kept, if not in the browser's address bar. */
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
          {window.isSecureContext ? <Gate locationHook={locationHook} /> : <InsecureScreen />}
        </NotifierProvider>
      </EngineProvider>
    </ErrorBoundary>
  );
}

/** Decides by who this tab is. */
function Gate({ locationHook }: { readonly locationHook: BaseLocationHook | undefined }) {
  const account = useAccount();
  const connection = useConnection();
  const isInCall = useCalls(({ current }) => current !== null);
  // Fetched while a name is typed, or while the tab's sign-in is looked up.
  useEffect(() => appShell.preload(), []);
  // A call goes on between the browsers, whatever the server speaks by now.
  if (connection.state === 'outdated' && !isInCall) return <OutdatedScreen />;
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
