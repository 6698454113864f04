import type { NoteRecordingState, OpenRecording } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useCalls } from '../../../engine/storeHooks.ts';
import type { LevelSource } from './VoiceMeter.tsx';

/** The state until the code is loaded. */
const loading = createStore<NoteRecordingState>(() => ({ state: 'opening' }));

/** The state of a recording; `unloaded` if its code could not be loaded. */
export type Recording = NoteRecordingState | { readonly state: 'loading' } | { readonly state: 'unloaded' };

/** Records while the component is mounted, and releases everything when it unmounts. A ringing call stops the recording. */
export function useRecording(media: Media): { readonly recording: Recording; readonly onLevel: LevelSource } {
  const engine = useEngine();
  const [recording, setRecording] = useState<OpenRecording | 'loading' | 'unloaded'>('loading');
  const isRinging = useCalls(({ incoming }) => incoming !== null);
  useEffect(() => {
    let isMounted = true;
    let opened: OpenRecording | undefined;
    const open = async (): Promise<void> => {
      opened = await engine.notes.record(media);
      if (isMounted) setRecording(opened ?? 'unloaded');
      else opened?.close();
    };
    void open();
    return () => {
      isMounted = false;
      opened?.close();
    };
  }, [engine, media]);
  useEffect(() => {
    if (isRinging && typeof recording === 'object') recording.stop();
  }, [isRinging, recording]);
  const state = useStore(typeof recording === 'object' ? recording.state : loading);
  const onLevel = useCallback<LevelSource>(
    (listener) => (typeof recording === 'object' ? recording.onLevel(listener) : () => {}),
    [recording],
  );
  return { recording: typeof recording === 'object' ? state : { state: recording }, onLevel };
}

/** While there is something to lose, the browser asks before it leaves the page. */
export function useUnsavedWarning(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isUnsaved]);
}

/** A hidden dialog without a recording has nothing to come back for. */
export function useCloseWhenHidden(isDone: boolean, onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (isDone) close();
  }, [isDone]);
}
