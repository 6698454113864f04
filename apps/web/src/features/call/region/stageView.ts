import type { CurrentCall } from '@ringback/client';

/** What fills the stage: their portrait, their portrait over one's own picture, or their picture. */
export type StageView = 'portrait' | 'own' | 'theirs';

/** By what is there to see. */
export function stageViewOf({ remoteStream, remoteCamera }: CurrentCall): StageView {
  return remoteStream !== null && remoteCamera === 'on' ? 'theirs' : 'portrait';
}
