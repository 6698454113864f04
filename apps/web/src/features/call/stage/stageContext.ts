import type { Person } from '@ringback/protocol';
import { createContext, use, type ReactNode, type RefObject } from 'react';

/** The whole window; or, above another screen, a floating tile where there is room for one, else a bar. */
export type CallLayout = 'full' | 'tile' | 'bar';

/** What stands beside the stage: at the right of a wide window, as a sheet on a narrow one. */
export type StagePanel = 'none' | 'messages';

/** What the parts of a call's screen share. */
export interface Stage {
  readonly layout: CallLayout;
  /** All entries of the control bar are visible; on narrower windows most are under "More". */
  readonly isWide: boolean;
  /** See `useSettled`. */
  readonly isSettled: boolean;
  readonly regionRef: RefObject<HTMLElement | null>;
  readonly panel: StagePanel;
  readonly showPanel: (panel: StagePanel) => void;
  /** The conversation with a person, from another feature. */
  readonly renderConversation: (person: Person) => ReactNode;
  /** Leaves the full layout, for the app behind it. */
  readonly shrink: () => void;
  readonly expand: () => void;
}

export const StageContext = createContext<Stage | null>(null);

/** The stage around this component. */
export function useStage(): Stage {
  const stage = use(StageContext);
  if (stage === null) throw new Error('This component needs a call region around it.');
  return stage;
}

/** From this width on, every control is visible; in px, because text size must not hide controls. */
export const wideQuery = '(min-width: 900px)';
