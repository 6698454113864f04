import { AdminPage, Desk, type TabName } from '../../features/admin/AdminPage.tsx';
import { scriptedDesk } from '../fixtures/scriptedDesk.ts';
import type { GalleryStory } from './galleryStory.ts';

function desk(
  tab: TabName,
  data: Parameters<typeof scriptedDesk>[0],
  play: GalleryStory['play'] = [],
): GalleryStory {
  const api = scriptedDesk(data);
  const page = () => <Desk api={api} initialTab={tab} onLeave={() => {}} />;
  return { path: '/', script: () => ({}), page, play };
}

const tabs: readonly TabName[] = ['people', 'invitations', 'reports', 'audit', 'limits'];

/** The host's desk at `/admin`. */
export const deskStories: Readonly<Record<string, GalleryStory>> = {
  'desk-token': { path: '/', script: () => ({}), page: AdminPage },
  ...Object.fromEntries(tabs.map((tab) => [`desk-${tab}`, desk(tab, 'full')])),
  ...Object.fromEntries(tabs.map((tab) => [`desk-${tab}-empty`, desk(tab, 'empty')])),
  'desk-offline': desk('people', 'offline'),
  'desk-person': desk('people', 'full', ['Alan']),
  'desk-person-delete': desk('people', 'full', ['Alan', 'Delete']),
  'desk-person-link': desk('people', 'full', ['Alan', 'Sign-in link']),
  'desk-invitation': desk('invitations', 'full', ['Make an invitation']),
};
