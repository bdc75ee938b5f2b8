/** Where the window's page begins. */
import { createRoot } from 'react-dom/client';
import { loadText } from '../shared/text/languages.ts';
import { App } from './app.tsx';

const bridge = window.sightglass;
const root = document.getElementById('root');

/** English is there already; another language is read before the first picture, which nobody sees in the wrong one. */
async function begin(place: HTMLElement): Promise<void> {
  const text = await loadText(bridge.language, navigator.languages);
  createRoot(place).render(<App bridge={bridge} text={text} />);
}

if (root) void begin(root);
