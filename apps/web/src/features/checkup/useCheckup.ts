import {
  checkNames,
  checksForCause,
  idleCheckup,
  type CheckName,
  type CheckupState,
  type CheckupStore,
} from '@ringback/client';
import { endCauses } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import * as v from 'valibot';
import { useSearch } from 'wouter';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useCalls } from '../../engine/storeHooks.ts';

const act = (): void => {};

/** Before the check-up's code is there. */
const noCheckup: CheckupStore = {
  ...createStore<CheckupState>()(() => idleCheckup),
  run: act,
  again: act,
  stop: act,
  takeBetter: act,
};

/** The checks that an address like `/checkup?for=silent` asks for: all, or those for the cause of a call's end. */
export function useAskedChecks(): { readonly names: readonly CheckName[]; readonly isForCall: boolean } {
  const parsed = v.safeParse(v.picklist(endCauses), new URLSearchParams(useSearch()).get('for'));
  return parsed.success
    ? { names: checksForCause[parsed.output], isForCall: true }
    : { names: checkNames, isForCall: false };
}

/** The check-up of this page. It stops when its screen is left, and when a call begins. */
export function useCheckup() {
  const engine = useEngine();
  const [opened, setOpened] = useState<CheckupStore | 'opening' | 'failed'>('opening');
  const isInCall = useCalls(({ current, held }) => current !== null || held !== null);
  useEffect(() => {
    let isLeft = false;
    const open = async (): Promise<void> => {
      const store = await engine.checkup.open().catch(() => undefined);
      if (!isLeft) setOpened(store ?? 'failed');
    };
    void open();
    return () => {
      isLeft = true;
    };
  }, [engine]);
  const store = typeof opened === 'string' ? noCheckup : opened;
  useEffect(() => store.stop, [store]);
  useEffect(() => {
    if (isInCall) store.stop();
  }, [isInCall, store]);
  return {
    checkup: store,
    state: useStore(store),
    isInCall,
    canRun: opened !== 'opening',
    isFailed: opened === 'failed',
  };
}
