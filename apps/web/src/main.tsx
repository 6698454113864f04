import { createBrowserEngine } from '@ringback/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { createNotifier } from './notifications/notifier.tsx';
import { reportFailures } from './ui/browser/attempt.ts';
import './ui/styles/tokens.css';
import './ui/styles/base.css';

const engine = createBrowserEngine();
reportFailures((error) => engine.screenFailed(error));
const notifier = createNotifier(engine);

window.addEventListener('pagehide', () => engine.pageHidden());
window.addEventListener('pageshow', ({ persisted }) => {
  // A page from the back/forward cache has closed connections and outdated state.
  if (persisted) location.reload();
});

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
createRoot(root).render(
  <StrictMode>
    <App engine={engine} notifier={notifier} />
  </StrictMode>,
);
