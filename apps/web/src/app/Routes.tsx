import { CallId, UserId } from '@ringback/protocol';
import { Suspense } from 'react';
import * as v from 'valibot';
import { Link, Redirect, Route, Switch } from 'wouter';
import { PeopleScreen } from '../features/people/PeopleScreen.tsx';
import { useAccount } from '../engine/storeHooks.ts';
import { EmptyState } from '../ui/layout/EmptyState.tsx';
import { Loading } from './ErrorBoundary.tsx';
import {
  callsScreen,
  checkupScreen,
  lastCall,
  personConversation,
  settingsScreen,
  unplayedNotes,
} from './lazyRoutes.ts';
import { text } from './appText.ts';

/** The screen at the current address. */
export function Routes() {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/">
          <Redirect to="/people" replace />
        </Route>
        <Route path="/people/:userId?">{({ userId }) => <People userId={idFrom(UserId, userId)} />}</Route>
        <Route path="/calls/:callId?">
          {({ callId }) => <callsScreen.Component callId={idFrom(CallId, callId)} />}
        </Route>
        <Route path="/join" component={Join} />
        <Route path="/settings" component={settingsScreen.Component} />
        <Route path="/checkup" component={checkupScreen.Component} />
        <Route>
          <EmptyState
            title={text.notFound.title}
            action={<Link href="/people">{text.notFound.action}</Link>}
          />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** An invitation to become an account: guests do that in the settings, and the others have one. */
function Join() {
  const account = useAccount();
  const isGuest = account.state === 'signedIn' && account.me.account === undefined;
  return <Redirect to={isGuest ? `/settings${location.hash}` : '/people'} replace />;
}

function People({ userId }: { readonly userId: UserId | null | undefined }) {
  return (
    <PeopleScreen
      userId={userId}
      renderAbout={(person) => (
        <Suspense>
          <personConversation.Component person={person} />
        </Suspense>
      )}
      renderUnplayed={(person) => (
        <Suspense>
          <unplayedNotes.Component person={person} />
        </Suspense>
      )}
      renderLastCall={(person) => (
        <Suspense>
          <lastCall.Component person={person} />
        </Suspense>
      )}
    />
  );
}

/** The id in an address: undefined where there is none, null where it is malformed. */
function idFrom<Id>(schema: v.GenericSchema<string, Id>, text: string | undefined): Id | null | undefined {
  if (text === undefined) return undefined;
  const parsed = v.safeParse(schema, text);
  return parsed.success ? parsed.output : null;
}
