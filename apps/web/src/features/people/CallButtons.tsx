import type { Media, Person } from '@ringback/protocol';
import { Phone, Video } from 'lucide-react';
import { useState } from 'react';
import { usePlaceCall } from '../../engine/derivedHooks.ts';
import { useEngine } from '../../engine/EngineContext.tsx';
import { useRules } from '../../engine/RuleChanges.tsx';
import { Button, IconButton } from '../../ui/controls/Button.tsx';
import { ConfirmDialog } from '../../ui/dialogs/ConfirmDialog.tsx';
import { text } from './peopleText.ts';

interface Props {
  readonly person: Person;
  /** The id of the element that says why no call can be placed. */
  readonly reasonId: string;
}

/** The two buttons that call a person, as icons for a row of a list. */
export function CallIcons({ person, reasonId }: Props) {
  const { voice, video, dialog } = useCallActions(person, reasonId);
  return (
    <>
      <IconButton tone="primary" label={text.voiceCallTo(person.name)} icon={Phone} {...voice} />
      <IconButton tone="primary" label={text.videoCallTo(person.name)} icon={Video} {...video} />
      {dialog}
    </>
  );
}

/** The two buttons that call a person, with labels. */
export function CallButtons({ person, reasonId }: Props) {
  const { voice, video, dialog } = useCallActions(person, reasonId);
  return (
    <>
      <Button icon={Phone} {...voice}>
        {text.voiceCall}
      </Button>
      <Button icon={Video} {...video}>
        {text.videoCall}
      </Button>
      {dialog}
    </>
  );
}

function useCallActions(person: Person, reasonId: string) {
  const { place, whyNot: reason } = usePlaceCall();
  const { blocksCalls } = useRules(person);
  const [asked, setAsked] = useState<Media | null>(null);
  const call = (media: Media) => () => (blocksCalls ? setAsked(media) : place?.(person, media));
  const blocked = reason === undefined ? {} : { disabled: true, title: reason, 'aria-describedby': reasonId };
  return {
    voice: { onClick: call('audio'), ...blocked },
    video: { onClick: call('video'), ...blocked },
    dialog: asked !== null && <UnblockDialog person={person} media={asked} onDone={() => setAsked(null)} />,
  };
}

/** Asks whether to unblock a person whom the user wants to call: the server lets nobody call people they have blocked. */
function UnblockDialog({
  person,
  media,
  onDone,
}: {
  readonly person: Person;
  readonly media: Media;
  readonly onDone: () => void;
}) {
  const { people, calls } = useEngine();
  const words = text.unblockToCall;
  const unblockAndCall = async (): Promise<void> => {
    onDone();
    await people.setRules(person.id, { blocksCalls: false });
    // If that failed, the server refuses the call and says why.
    calls.getState().place?.(person, media);
  };
  return (
    <ConfirmDialog
      title={words.title(person.name)}
      text={words.text}
      confirm={words.confirm}
      keep={words.keep}
      tone="primary"
      onConfirm={() => void unblockAndCall()}
      onKeep={onDone}
    />
  );
}
