import { fail, ok, type LinkEnd } from '@ringback/protocol';
import { SignInLinkScreen } from '../../features/signin/SignInLinkScreen.tsx';
import type { Script } from '../fixtures/scriptedEngine.ts';
import { grace } from '../fixtures/people.ts';
import type { Step } from '../playSteps.ts';
import type { GalleryStory } from './galleryStory.ts';

function newBrowser(link: Script['link']): GalleryStory {
  return {
    path: '/',
    script: () => ({ account: { state: 'signedOut' }, link }),
    play: ['Link to a signed-in browser'],
  };
}

function ended(why: LinkEnd): GalleryStory {
  return newBrowser({ status: { state: 'ended', why } });
}

function signedIn(play: readonly Step[], link?: Script['link']): GalleryStory {
  return { path: '/settings', script: () => ({ link }), play: ['Link a device', ...play] };
}

const code = { field: 'Code', text: 'K7QF-2M9X-TB4D' } as const;
const unknownCode = 'That code is wrong or too old. Show a new one in the other browser.';
const wrongNumber = 'That was another number, so nothing was linked.';

function signInLink(script: Script): GalleryStory {
  const page = () => <SignInLinkScreen code="x" onLeave={() => {}} />;
  return { path: '/', script: () => ({ account: { state: 'signedOut' }, ...script }), page };
}

/** Signing a browser in by another one, step by step on both, and by a link from the host. */
export const linkStories: Readonly<Record<string, GalleryStory>> = {
  'link-code': newBrowser({ status: { state: 'waiting' } }),
  'link-number': newBrowser({ status: { state: 'scanned', number: 58, name: grace.name } }),
  'link-expired': ended('expired'),
  'link-refused': ended('refused'),
  'link-wrong': ended('wrong'),
  'link-a-device': signedIn([]),
  'link-a-device-scan': signedIn(['Scan with the camera']),
  'link-a-device-unknown': signedIn([code, 'Continue'], {
    claim: fail('notFound', { message: unknownCode }),
  }),
  'link-a-device-numbers': signedIn([code, 'Continue']),
  'link-a-device-wrong': signedIn([code, 'Continue', '27'], {
    confirm: fail('conflict', { message: wrongNumber }),
  }),
  'sign-in-link': signInLink({ signInLink: ok(grace) }),
  'sign-in-link-unusable': signInLink({
    signInLink: fail('notFound', {
      message: 'This link was used, or it has expired. Ask the host of this server for a new one.',
    }),
  }),
};
