import { useEffect, useEffectEvent, useLayoutEffect, type RefObject } from 'react';
import { attempt } from '../browser/attempt.ts';
import { observeAttribute } from '../browser/observe.ts';
import { isTyping } from '../controls/isTyping.ts';

/** `beside`: the rest of the page can be used while the dialog is open. */
export type Modality = 'modal' | 'beside';

interface DialogOpening {
  readonly modality: Modality;
  /** The user did not ask for this dialog: while they type, it opens without modality and leaves the focus alone. */
  readonly uninvited: boolean;
  readonly focusRef: RefObject<HTMLElement | null> | undefined;
  /** Called each time that the dialog takes its place. */
  readonly onOpen: (() => void) | undefined;
}

/** Keeps a dialog open while it is mounted. Only the modality may change meanwhile. */
export function useDialogOpening(
  dialogRef: RefObject<HTMLDialogElement | null>,
  { modality, uninvited, focusRef, onOpen }: DialogOpening,
): void {
  const open = useEffectEvent((dialog: HTMLDialogElement, how: Modality): void => {
    openDialog(dialog, how, uninvited, focusRef?.current ?? null);
    onOpen?.();
  });
  useEffect(() => {
    const dialog = dialogRef.current;
    if (dialog === null) return undefined;
    if (modality === 'beside') return keepBeside(dialog, open);
    open(dialog, 'modal');
    return () => closeDialog(dialog);
  }, [dialogRef, modality]);
  // While it is still in the page, because only then the focus goes back to where it was.
  useLayoutEffect(() => {
    const dialog = dialogRef.current;
    return () => closeDialog(dialog);
  }, [dialogRef]);
}

function openDialog(
  dialog: HTMLDialogElement,
  modality: Modality,
  uninvited: boolean,
  focus: HTMLElement | null,
): void {
  if (uninvited && isTyping()) return openInPlace(dialog);
  attempt(() => (modality === 'modal' ? dialog.showModal() : dialog.show()));
  // Browsers refuse to make some dialogs modal; one that stays closed would hide a call that rings.
  if (!dialog.open) openInPlace(dialog);
  focus?.focus();
}

/** Unlike `show()`, the attribute does not move the focus. */
function openInPlace(dialog: HTMLDialogElement): void {
  dialog.setAttribute('open', '');
}

function closeDialog(dialog: HTMLDialogElement | null): void {
  if (dialog?.open === true) attempt(() => dialog.close());
}

/** People who pause for this long, in ms, have finished their word. */
const typingPauseMs = 1_000;

/**
 * Opens a dialog beside the page. A modal dialog keeps everything outside of it from being pressed, so while there is one
 * this dialog is modal too, above it; someone who types in it finishes their word first.
 */
function keepBeside(
  dialog: HTMLDialogElement,
  open: (dialog: HTMLDialogElement, how: Modality) => void,
): () => void {
  let stands: Modality | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  const place = (how: Modality): void => {
    closeDialog(dialog);
    stands = how;
    open(dialog, how);
  };
  const settle = (): void => {
    clearTimeout(pause);
    const how = isUnderModal(dialog) ? 'modal' : 'beside';
    if (stands === how) return;
    if (how === 'beside' || !isTyping()) return place(how);
    if (stands === undefined) place('beside');
    pause = setTimeout(leaveField, typingPauseMs);
  };
  const leaveField = (): void => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    settle();
  };
  settle();
  const stop = observeAttribute(document.body, 'open', settle);
  document.addEventListener('keydown', settle);
  return () => {
    clearTimeout(pause);
    stop();
    document.removeEventListener('keydown', settle);
    closeDialog(dialog);
  };
}

function isUnderModal(dialog: HTMLDialogElement): boolean {
  return [...document.querySelectorAll('dialog:modal')].some((other) => other !== dialog);
}
