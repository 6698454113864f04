import type { Media, Person } from '@ringback/protocol';
import { Phone, Video } from 'lucide-react';
import { usePlaceCall } from '../../engine/derivedHooks.ts';
import { Button, IconButton } from '../../ui/controls/Button.tsx';
import { text } from './peopleText.ts';

interface Props {
  readonly person: Person;
  /** The id of the element that says why no call can be placed. */
  readonly reasonId: string;
}

/** The two buttons that call a person, as icons for a row of a list. */
export function CallIcons({ person, reasonId }: Props) {
  const { voice, video } = useCallActions(person, reasonId);
  return (
    <>
      <IconButton tone="primary" label={text.voiceCallTo(person.name)} icon={Phone} {...voice} />
      <IconButton tone="primary" label={text.videoCallTo(person.name)} icon={Video} {...video} />
    </>
  );
}

/** The two buttons that call a person, with labels. */
export function CallButtons({ person, reasonId }: Props) {
  const { voice, video } = useCallActions(person, reasonId);
  return (
    <>
      <Button icon={Phone} {...voice}>
        {text.voiceCall}
      </Button>
      <Button icon={Video} {...video}>
        {text.videoCall}
      </Button>
    </>
  );
}

function useCallActions(person: Person, reasonId: string) {
  const { place, whyNot: reason } = usePlaceCall();
  const call = (media: Media) => () => place?.(person, media);
  const blocked = reason === undefined ? {} : { disabled: true, title: reason, 'aria-describedby': reasonId };
  return {
    voice: { onClick: call('audio'), ...blocked },
    video: { onClick: call('video'), ...blocked },
  };
}
