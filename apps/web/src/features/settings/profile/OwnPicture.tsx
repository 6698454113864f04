import type { Person } from '@ringback/protocol';
import { ImageUp, Trash2 } from 'lucide-react';
import { useId, useRef, useState, type DragEvent } from 'react';
import { useConnection } from '../../../engine/storeHooks.ts';
import { Avatar } from '../../../ui/avatar/Avatar.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { ErrorText } from '../../../ui/layout/AccessibleText.tsx';
import { CropDialog } from './CropDialog.tsx';
import styles from './OwnPicture.module.css';
import { text } from './profileText.ts';
import { useOwnPicture } from './useOwnPicture.ts';

/** The user's picture, with buttons to choose a file and to remove it; a file can also be dropped here. */
export function OwnPicture({ me }: { readonly me: Person }) {
  const isOnline = useConnection().state === 'online';
  const noteId = useId();
  const inputRef = useRef<HTMLInputElement>(null);
  const { change, open, crop, remove, close } = useOwnPicture();
  const drop = useDrop(isOnline, (file) => void open(file));
  const isBusy = change.state === 'saving';
  const error = change.state === 'failed' ? change.message : undefined;
  return (
    <div className={styles['own']} {...drop}>
      <Avatar person={me} size="huge" />
      <div className={styles['buttons']}>
        <Button
          icon={ImageUp}
          disabled={!isOnline || isBusy}
          aria-describedby={noteId}
          onClick={() => inputRef.current?.click()}
        >
          {me.picture === undefined ? text.picture.choose : text.picture.change}
        </Button>
        {me.picture !== undefined && (
          <Button icon={Trash2} disabled={!isOnline || isBusy} onClick={() => void remove()}>
            {isBusy ? text.picture.removing : text.picture.remove}
          </Button>
        )}
      </div>
      <input
        ref={inputRef}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // Otherwise choosing the same file again would not fire this event.
          event.target.value = '';
          if (file !== undefined) void open(file);
        }}
      />
      <p id={noteId} className={styles['hint']} data-is={isOnline ? 'invitation' : 'reason'}>
        {isOnline ? text.picture.drop : text.picture.offline}
      </p>
      {change.image === undefined ? (
        <ErrorText className={styles['error']}>{error}</ErrorText>
      ) : (
        <CropDialog
          image={change.image}
          state={{ isSaving: isBusy, error }}
          onDone={(selection) => void crop(selection)}
          onCancel={close}
        />
      )}
    </div>
  );
}

/** Handlers that accept a dropped file; `data-over` is true while a file is dragged over the element. */
function useDrop(isPossible: boolean, open: (file: File) => void) {
  const [isOver, setOver] = useState(false);
  return {
    'data-over': isOver,
    onDragOver: (event: DragEvent) => {
      if (!isPossible || !event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const [file] = event.dataTransfer.files;
      if (!isPossible || file === undefined) return;
      event.preventDefault();
      open(file);
    },
  };
}
