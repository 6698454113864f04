import type { CheckupState, CheckupStore } from '@ringback/client';
import { idleCheckup } from '@ringback/client';
import { useEffect, useState } from 'react';
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
