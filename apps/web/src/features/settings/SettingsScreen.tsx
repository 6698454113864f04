import type { SettingsState } from '@ringback/client';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useAccount, useSettings } from '../../engine/storeHooks.ts';
import { usePublicConfig, useEngine } from '../../engine/EngineContext.tsx';
import { HostLinks } from '../../ui/layout/HostLinks.tsx';
import { Page } from '../../ui/layout/Page.tsx';
import { Account } from './account/Account.tsx';
import { Devices } from './devices/Devices.tsx';
import { Notifications } from './Notifications.tsx';
import { OwnData } from './ownData/OwnData.tsx';
import { BlockedPeople } from './privacy/BlockedPeople.tsx';
import { Privacy } from './privacy/Privacy.tsx';
import { Profile } from './profile/Profile.tsx';
import { Section, SettingSwitch } from './section/Section.tsx';
import styles from './SettingsScreen.module.css';
import { text } from './settingsText.ts';
import { Switch } from '../../ui/controls/Switch.tsx';

/** The controls that other features render in the settings. */
export interface SettingsParts {
  /** For the greeting that unanswered callers hear. */
  readonly greeting: ReactNode;
  /** For microphones, cameras and speakers. */
  readonly audioVideo: ReactNode;
  /** Shows all keys of a call. */
  readonly shortcuts: ReactNode;
}

/** The user's profile and settings. */
export function SettingsScreen({ greeting, audioVideo, shortcuts }: SettingsParts) {
  const account = useAccount();
  if (account.state !== 'signedIn') return null;
  return (
    <Page title="Settings">
      <Profile me={account.me} />
      <Account more={<OwnData />} />
      <Privacy>
        <PrivacySwitches />
        {shortcuts}
      </Privacy>
      <Notifications />
      <Chats greeting={greeting} />
      <Section heading={text.audioVideo}>
        <div className={styles['switches']}>
          {audioVideo}
          <CallSoundsSwitch />
        </div>
      </Section>
      <Devices />
      <BlockedPeople />
      <About />
    </Page>
  );
}

/** The other settings of "Privacy". */
function PrivacySwitches() {
  return (
    <>
      <SettingSwitch setting="readReceipts" label={text.readReceipts.label} help={text.readReceipts.help} />
      <SettingSwitch
        setting="alwaysRelay"
        label={text.alwaysRelay.label}
        help={text.alwaysRelay.help}
        warning={noRelayWarning(useSettings())}
      />
      <SettingSwitch
        setting="busyOnAnotherCall"
        label={text.busyOnAnotherCall.label}
        help={text.busyOnAnotherCall.help}
      />
      <SettingSwitch
        setting="showCameraWhileRinging"
        label={text.showCameraWhileRinging.label}
        help={text.showCameraWhileRinging.help}
      />
      <SettingSwitch
        setting="keyboardShortcuts"
        label={text.keyboardShortcuts.label}
        help={text.keyboardShortcuts.help}
      />
    </>
  );
}

/** What happens to calls that must use a relay if there is none. */
function noRelayWarning(settings: SettingsState): string | undefined {
  if (settings.state === 'unknown' || settings.canRelay) return undefined;
  return settings.values.alwaysRelay ? text.alwaysRelay.cannotCall : text.alwaysRelay.noRelay;
}

function Chats({ greeting }: { readonly greeting: ReactNode }) {
  return (
    <Section heading={text.chats} onServer>
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

/** Turns the tones of calls on and off on this device; it rings all the same. */
function CallSoundsSwitch() {
  const { devicePreferences } = useEngine();
  const isOn = useStore(devicePreferences, (preferences) => preferences.callSounds);
  return (
    <Switch
      label={text.callSounds.label}
      help={text.callSounds.help}
      checked={isOn}
      onChange={(callSounds) => devicePreferences.change({ callSounds })}
    />
  );
}
