import type { Engine } from '@ringback/client';
import { Router } from 'wouter';
import type { BaseLocationHook } from 'wouter';
import { EngineProvider } from '../engine/EngineContext.tsx';
import { useAccount, useCalls, useConnection } from '../engine/hooks.ts';
import { SignInByAddress } from '../features/signin/SignInByAddress.tsx';
import { SignInScreen } from '../features/signin/SignInScreen.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Frame } from './Frame.tsx';
import { InsecureScreen } from './InsecureScreen.tsx';
import { OutdatedScreen } from './OutdatedScreen.tsx';

/** The whole app on an engine. `locationHook`: where addresses are kept, if not in the browser's address bar. */
export function App({
  engine,
  locationHook,
}: {
  readonly engine: Engine;
  readonly locationHook?: BaseLocationHook;
}) {
  return (
    <ErrorBoundary>
      <EngineProvider engine={engine}>
        <Router {...(locationHook !== undefined && { hook: locationHook })}>
          {window.isSecureContext ? <Gate /> : <InsecureScreen />}
        </Router>
      </EngineProvider>
    </ErrorBoundary>
  );
}

/** Decides by who this tab is. */
function Gate() {
  const account = useAccount();
  const connection = useConnection();
  const { current } = useCalls();
  // A call goes on between the browsers, whatever the server speaks by now.
  if (connection.state === 'outdated' && current === null) return <OutdatedScreen />;
  return (
    <>
      <SignInByAddress />
      {account.state === 'signedIn' && <Frame key={account.me.id} me={account.me} />}
      {(account.state === 'signedOut' || account.state === 'signingIn') && <SignInScreen account={account} />}
    </>
  );
}
