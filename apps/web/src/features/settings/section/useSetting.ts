import { defaultSettings, type Settings } from '@ringback/protocol';
import { createContext, use } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useConnection, useSettings } from '../../../engine/storeHooks.ts';

/** The element that says why the settings of a section are disabled; undefined while they are not. */
export const WhyDisabled = createContext<string | undefined>(undefined);

interface Setting<Value> {
  /** The value on the server; the default one until it is known. */
  readonly value: Value;
  readonly isDisabled: boolean;
  /** A change of this setting is being saved. */
  readonly isBusy: boolean;
  /** The id of the element that says why it is disabled. */
  readonly whyDisabled: string | undefined;
  /** Why the last change failed. */
  readonly failure: string | undefined;
  readonly change: (value: Value) => void;
}

/** One of the settings that the server keeps, in a section that says so. */
export function useSetting<Name extends keyof Settings>(name: Name): Setting<Settings[Name]> {
  const engine = useEngine();
  const settings = useSettings();
  const connection = useConnection().state;
  const whyDisabled = use(WhyDisabled);
  const isKnown = settings.state === 'known';
  const change = isKnown ? settings.change : undefined;
  const isMine = change !== undefined && 'requested' in change && name in change.requested;
  return {
    value: isKnown ? settings.values[name] : defaultSettings[name],
    isDisabled: !isKnown || connection !== 'online',
    isBusy: isMine && change.state === 'saving',
    whyDisabled,
    failure: isMine && change.state === 'failed' ? change.message : undefined,
    change: (value) => void engine.settings.change({ [name]: value }),
  };
}
