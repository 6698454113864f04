import type { CallId } from '@ringback/protocol';
import type { EquipmentKind } from '../media/equipment.ts';
import type { InputKind } from './event.ts';

/** What is to be done with microphones and cameras. */
export type InputEffect =
  | {
      readonly type: 'openInput';
      readonly key: CallId;
      readonly kind: InputKind;
      /** Exactly this one, by id. */
      readonly wanted?: string;
      /** Whichever the browser prefers, since what was chosen may be what has just gone away. */
      readonly isReplacement?: true;
    }
  | { readonly type: 'stopTrack'; readonly track: MediaStreamTrack }
  | { readonly type: 'enableTrack'; readonly track: MediaStreamTrack; readonly isEnabled: boolean }
  /** Looks out for silence on this microphone alone from now on, or on none. */
  | { readonly type: 'listen'; readonly track: MediaStreamTrack | null }
  /** Remembers a choice for the next calls of this browser profile. */
  | { readonly type: 'keepChoice'; readonly kind: EquipmentKind; readonly pieceId: string };
