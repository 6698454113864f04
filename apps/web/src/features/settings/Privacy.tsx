import type { SettingsState } from '@ringback/client';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection, useSettings } from '../../engine/storeHooks.ts';
import { Switch } from '../../ui/controls/Switch.tsx';
import { Section } from './Section.tsx';
import { text } from './settingsText.ts';

/** What others learn of the user by calling or being called. */
export function Privacy() {
  return (
    <Section heading={text.privacy}>
      <AlwaysRelay />
    </Section>
  );
}

function AlwaysRelay() {
  const engine = useEngine();
  const settings = useSettings();
  const connection = useConnection().state;
  const isKnown = settings.state === 'known';
  const change = isKnown ? settings.change : undefined;
  const isMeant = change !== undefined && 'wish' in change && 'alwaysRelay' in change.wish;
  return (
    <Switch
      label={text.alwaysRelay.label}
      help={text.alwaysRelay.help}
      checked={isKnown && settings.values.alwaysRelay}
      disabled={!isKnown || connection !== 'online'}
      isBusy={isMeant && change.state === 'saving'}
      note={connection === 'offline' ? text.offline : whyNotRelay(settings)}
      failure={isMeant && change.state === 'failed' ? change.message : undefined}
      onChange={(alwaysRelay) => void engine.changeSettings({ alwaysRelay })}
    />
  );
}

/** What would become of relayed calls where there is no relay. */
function whyNotRelay(settings: SettingsState): string | undefined {
  if (settings.state === 'unknown' || settings.canRelay) return undefined;
  return settings.values.alwaysRelay ? text.alwaysRelay.cannotCall : text.alwaysRelay.noRelay;
}
