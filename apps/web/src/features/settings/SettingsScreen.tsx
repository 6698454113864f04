import type { ReactNode } from 'react';
import { useAccount } from '../../engine/storeHooks.ts';
import { Page } from '../../ui/layout/Page.tsx';
import { Notifications } from './Notifications.tsx';
import { Chats } from './Chats.tsx';
import { Privacy } from './Privacy.tsx';
import { Profile } from './Profile.tsx';

/** What can be set: who this tab is, what others learn of one, and what one is told of. */
export function SettingsScreen({ greeting }: { readonly greeting: ReactNode }) {
  const account = useAccount();
  if (account.state !== 'signedIn') return null;
  return (
    <Page title="Settings">
      <Profile me={account.me} />
      <Privacy />
      <Notifications />
      <Chats greeting={greeting} />
    </Page>
  );
}
