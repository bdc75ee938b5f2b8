/**
 * Mounts the real interface over a fake bridge: `?state=waiting`, or `?state=waiting&language=pseudo`. Without a name, it
 * lists them.
 */
import { createRoot } from 'react-dom/client';
import { App } from '../../../src/renderer/app.tsx';
import { languages, loadText } from '../../../src/shared/text/languages.ts';
import { type SetUpName, setUps } from './connection-fixtures.ts';
import { fakeBridge, type Harness } from './fake-bridge.ts';
import { type FixtureName, fixtures } from './fixtures.ts';

declare global {
  interface Window {
    harness: Harness;
  }
}

const parameters = new URLSearchParams(location.search);
const name = parameters.get('state');
const language = languages.find((one) => one === parameters.get('language')) ?? 'en';
const root = document.getElementById('root');

function initialState() {
  if (name === 'boot') return 'never';
  if (name === 'fatal') return 'fails';
  if (name?.startsWith('set-up-')) {
    return { ...fixtures['signed-out'](Date.now()), profiles: [setUps[name.slice('set-up-'.length) as SetUpName]] };
  }
  return fixtures[name as FixtureName](Date.now());
}

function Index() {
  return (
    <ul style={{ padding: 24, overflow: 'auto', height: '100%' }}>
      {['boot', 'fatal', ...Object.keys(fixtures), ...Object.keys(setUps).map((one) => `set-up-${one}`)].map(
        (state) => (
          <li key={state}>
            <a href={`?state=${state}`}>{state}</a>
          </li>
        ),
      )}
    </ul>
  );
}

if (root && name) {
  const { bridge, harness } = fakeBridge(initialState(), language);
  window.harness = harness;
  const text = await loadText(language, navigator.languages);
  createRoot(root).render(<App bridge={bridge} text={text} />);
} else if (root) {
  createRoot(root).render(<Index />);
}
