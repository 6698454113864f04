import { useEffect, useState, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { useHashLocation } from 'wouter/use-hash-location';
import { createStore } from 'zustand/vanilla';
import { App } from '../app/App.tsx';
import type { PlaceInHistory } from '../app/callLayout.ts';
import { EngineProvider } from '../engine/EngineContext.tsx';
import type { NotificationState } from '../notifications/notificationState.ts';
import { PictureUrlContext } from '../ui/avatar/Avatar.tsx';
import '../ui/styles/base.css';
import '../ui/styles/tokens.css';
import { callId } from './fixtures/people.ts';
import { fakePictureUrl } from './fixtures/fakeMedia.ts';
import styles from './gallery.module.css';
import { playSteps } from './playSteps.ts';
import type { GalleryStory } from './stories/galleryStory.ts';
import { stories } from './stories/stories.ts';
import { scriptedEngine } from './fixtures/scriptedEngine.ts';

// The gallery of all stories, in development only. /gallery.html lists them, ?story=name shows one, and ?beside=video
// shows all whose names start with `video` side by side.

/** Addresses are kept after the #, so that the page stays the gallery. */
const routing = { locationHook: useHashLocation };

/** Notifications are off, by an earlier decision. */
const quiet: NotificationState = { state: 'off', turnOn: () => {}, question: 'toCome' };

/** Sets the address and the history state of a story. */
function goTo({ path, isBar = false, as, search }: GalleryStory): void {
  const query = new URLSearchParams(location.search);
  if (as !== undefined) query.set('as', as);
  if (search !== undefined) query.set('q', search);
  const state: PlaceInHistory | null = isBar ? { callId: callId(1), layout: 'bar' } : null;
  history.replaceState(state, '', `?${query.toString()}#${path}`);
}

function List() {
  return (
    <ul className={styles['list']}>
      {Object.keys(stories).map((name) => (
        <li key={name}>
          <a href={`?story=${name}`}>{name}</a>
        </li>
      ))}
    </ul>
  );
}

function SideBySide({ names }: { readonly names: readonly string[] }) {
  return (
    <main className={styles['beside']}>
      {names.map((name) => (
        <figure key={name}>
          <figcaption>{name}</figcaption>
          <object type="text/html" aria-label={name} data={`?story=${name}`} />
        </figure>
      ))}
    </main>
  );
}

/** The page, and the scripted engine and notifier of a story. */
function scriptFor(
  query: URLSearchParams,
): (Parameters<typeof App>[0] & { Page: ComponentType | undefined }) | undefined {
  const story = stories[query.get('story') ?? ''];
  if (story === undefined) return undefined;
  const script = story.script();
  const notifier = createStore(() => script.notifying ?? quiet);
  return { engine: scriptedEngine(script), notifier, Page: story.page };
}

function Gallery({ query }: { readonly query: URLSearchParams }) {
  const [scripted] = useState(() => scriptFor(query));
  useEffect(() => playSteps(stories[query.get('story') ?? '']?.play ?? []), [query]);
  if (scripted !== undefined) {
    const { Page, ...rest } = scripted;
    return (
      <PictureUrlContext value={fakePictureUrl}>
        {Page === undefined ? (
          <App {...rest} {...routing} />
        ) : (
          <EngineProvider engine={rest.engine}>
            <Page />
          </EngineProvider>
        )}
      </PictureUrlContext>
    );
  }
  const beginning = query.get('beside');
  if (beginning === null) return <List />;
  return <SideBySide names={Object.keys(stories).filter((name) => name.startsWith(beginning))} />;
}

const query = new URLSearchParams(location.search);
const story = stories[query.get('story') ?? ''];
if (story !== undefined) goTo(story);
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
createRoot(root).render(<Gallery query={query} />);
