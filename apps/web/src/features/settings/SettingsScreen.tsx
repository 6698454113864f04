import type { SettingsState } from '@ringback/client';
import type { ReactNode } from 'react';
import { useAccount, useSettings } from '../../engine/storeHooks.ts';
import { usePublicConfig } from '../../engine/usePublicConfig.ts';
import { HostLinks } from '../../ui/layout/HostLinks.tsx';
import { Page } from '../../ui/layout/Page.tsx';
import { Notifications } from './Notifications.tsx';
import { Profile } from './profile/Profile.tsx';
import { Section, SettingSwitch } from './section/Section.tsx';
import { text } from './settingsText.ts';

/** The user's profile and settings. `greeting`: the control for the greeting that unanswered callers hear. */
export function SettingsScreen({ greeting }: { readonly greeting: ReactNode }) {
  const account = useAccount();
  if (account.state !== 'signedIn') return null;
  return (
    <Page title="Settings">
      <Profile me={account.me} />
      <Privacy />
      <Notifications />
      <Chats greeting={greeting} />
      <About />
    </Page>
  );
}

function Privacy() {
  return (
    <Section heading={text.privacy}>
      <SettingSwitch
        setting="alwaysRelay"
        label={text.alwaysRelay.label}
        help={text.alwaysRelay.help}
        warning={noRelayWarning(useSettings())}
      />
    </Section>
  );
}

/** What happens to calls that must use a relay if there is none. */
function noRelayWarning(settings: SettingsState): string | undefined {
  if (settings.state === 'unknown' || settings.canRelay) return undefined;
  return settings.values.alwaysRelay ? text.alwaysRelay.cannotCall : text.alwaysRelay.noRelay;
}

function Chats({ greeting }: { readonly greeting: ReactNode }) {
  return (
    <Section heading={text.chats}>
      <SettingSwitch
        setting="missedCallPrompts"
        label={text.missedCallPrompts.label}
        help={text.missedCallPrompts.help}
      />
      {greeting}
    </Section>
  );
}

/** Only where the host says something about itself. */
function About() {
  const host = usePublicConfig()?.host;
  if (host === undefined || Object.keys(host).length === 0) return null;
  return (
    <Section heading={text.about}>
      <HostLinks {...host} />
    </Section>
  );
}
