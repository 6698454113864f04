import { OwnGreeting } from '../features/notes/greeting/OwnGreeting.tsx';
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx';

/** The settings, with the greeting among them. */
export function SettingsWithGreeting() {
  return <SettingsScreen greeting={<OwnGreeting />} />;
}
