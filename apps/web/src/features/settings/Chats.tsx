import type { ReactNode } from 'react';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useConnection, useSettings } from '../../engine/storeHooks.ts';
import { Switch } from '../../ui/controls/Switch.tsx';
import { Section } from './Section.tsx';
import { text } from './settingsText.ts';

/** What people leave each other. `greeting`: what the user says to those whose calls they do not answer. */
export function Chats({ greeting }: { readonly greeting: ReactNode }) {
  const engine = useEngine();
  const settings = useSettings();
  const connection = useConnection().state;
  const isKnown = settings.state === 'known';
  const change = isKnown ? settings.change : undefined;
  const isMeant = change !== undefined && 'wish' in change && 'missedCallPrompts' in change.wish;
  return (
    <Section heading={text.chats}>
      <Switch
        label={text.missedCallPrompts.label}
        help={text.missedCallPrompts.help}
        checked={isKnown && settings.values.missedCallPrompts}
        disabled={!isKnown || connection !== 'online'}
        isBusy={isMeant && change.state === 'saving'}
        note={connection === 'offline' ? text.offline : undefined}
        failure={isMeant && change.state === 'failed' ? change.message : undefined}
        onChange={(missedCallPrompts) => void engine.changeSettings({ missedCallPrompts })}
      />
      {greeting}
    </Section>
  );
}
