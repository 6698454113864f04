import type { NoteRecordingState, OpenRecording } from '@ringback/client';
import type { Media } from '@ringback/protocol';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { useCalls } from '../../../engine/storeHooks.ts';

/** Stands until the code is there. */
const loading = createStore<NoteRecordingState>(() => ({ state: 'opening' }));

/** How a recording stands; `unloaded` where its code could not be fetched. */
export type Recording = NoteRecordingState | { readonly state: 'loading' } | { readonly state: 'unloaded' };

/** Records for as long as the component is there, and lets everything go with it. A call that rings ends a recording. */
export function useRecording(media: Media): Recording {
  const engine = useEngine();
  const [recording, setRecording] = useState<OpenRecording | 'loading' | 'unloaded'>('loading');
  const isRinging = useCalls(({ incoming }) => incoming !== null);
  useEffect(() => {
    let isWanted = true;
    let made: OpenRecording | undefined;
    const open = async (): Promise<void> => {
      made = await engine.recordNote(media);
      if (isWanted) setRecording(made ?? 'unloaded');
      else made?.close();
    };
    void open();
    return () => {
      isWanted = false;
      made?.close();
    };
  }, [engine, media]);
  useEffect(() => {
    if (isRinging && typeof recording === 'object') recording.stop();
  }, [isRinging, recording]);
  const state = useStore(typeof recording === 'object' ? recording.state : loading);
  return typeof recording === 'object' ? state : { state: recording };
}
