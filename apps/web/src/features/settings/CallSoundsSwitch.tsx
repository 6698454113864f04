import { useStore } from 'zustand';
import { useEngine } from '../../engine/EngineContext.tsx';
import { Switch } from '../../ui/controls/Switch.tsx';
import { text } from './settingsText.ts';

/** Turns the tones of calls on and off on this device; it rings all the same. */
export function CallSoundsSwitch() {
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
