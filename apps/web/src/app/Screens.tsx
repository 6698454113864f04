import { CallId, UserId } from '@ringback/protocol';
import { lazy, Suspense } from 'react';
import * as v from 'valibot';
import { Link, Redirect, Route, Switch } from 'wouter';
import { CallsScreen } from '../features/history/CallsScreen.tsx';
import { CallsWith } from '../features/history/CallsWith.tsx';
import { PeopleScreen } from '../features/people/PeopleScreen.tsx';
import { Empty } from '../ui/Empty.tsx';
import { text } from './text.ts';

const SettingsScreen = lazy(async () => ({
  default: (await import('../features/settings/SettingsScreen.tsx')).SettingsScreen,
}));
const CheckupScreen = lazy(async () => ({
  default: (await import('../features/checkup/CheckupScreen.tsx')).CheckupScreen,
}));

/** The screen at the present address. What is rarely looked at is loaded when it is. */
export function Screens() {
  return (
    <Suspense>
      <Switch>
        <Route path="/">
          <Redirect to="/people" replace />
        </Route>
        <Route path="/people/:userId?">{({ userId }) => <People userId={userId} />}</Route>
        <Route path="/calls/:callId?">
          {({ callId }) => <CallsScreen callId={idFrom(CallId, callId)} />}
        </Route>
        <Route path="/settings" component={SettingsScreen} />
        <Route path="/checkup" component={CheckupScreen} />
        <Route>
          <Empty title={text.notFound.title} action={<Link href="/people">{text.notFound.action}</Link>} />
        </Route>
      </Switch>
    </Suspense>
  );
}

function People({ userId: text }: { readonly userId: string | undefined }) {
  const userId = idFrom(UserId, text);
  return <PeopleScreen userId={userId} aboutPerson={userId && <CallsWith userId={userId} />} />;
}

/** The id in an address: undefined where there is none, null where what stands there cannot be one. */
function idFrom<Id>(schema: v.GenericSchema<string, Id>, text: string | undefined): Id | null | undefined {
  if (text === undefined) return undefined;
  const parsed = v.safeParse(schema, text);
  return parsed.success ? parsed.output : null;
}
