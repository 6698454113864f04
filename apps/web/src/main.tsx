import { createBrowserEngine } from '@ringback/client';
import { StrictMode, Suspense, type ComponentType } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { App } from './app/App.tsx';
import { adminPage, insightPage } from './app/lazyRoutes.ts';
import { createNotifier } from './notifications/notifier.tsx';
import { reportFailures } from './ui/browser/attempt.ts';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
const hostPage = { admin: adminPage, insight: insightPage }[location.pathname.replace(/^\/|\/$/g, '')];
if (hostPage === undefined) showApp(createRoot(root));
else showHostPage(createRoot(root), hostPage.Component);

/** A page of its own, which needs neither a user nor the engine. */
function showHostPage(page: Root, Page: ComponentType): void {
  page.render(
    <StrictMode>
      <Suspense>
        <Page />
      </Suspense>
    </StrictMode>,
  );
}

function showApp(page: Root): void {
  const engine = createBrowserEngine();
  reportFailures((error) => engine.screenFailed(error));
  const notifier = createNotifier(engine);

  window.addEventListener('pagehide', () => engine.pageHidden());
  window.addEventListener('pageshow', ({ persisted }) => {
    // A page from the back/forward cache has closed connections and outdated state.
    if (persisted) location.reload();
  });

  page.render(
    <StrictMode>
      <App engine={engine} notifier={notifier} />
    </StrictMode>,
  );
}
