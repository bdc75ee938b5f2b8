/** Where the window's page begins. */
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App bridge={window.sightglass} />);
