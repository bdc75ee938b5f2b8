/** The whole interface, over one bridge. */
import { useEffect, useLayoutEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Bridge } from '../shared/ipc/contract.ts';
import { settingIn } from '../shared/settings.ts';
import type { Text } from '../shared/text/en.ts';
import { languageOf } from '../shared/text/languages.ts';
import { useAppState } from './bridge/use-app-state.ts';
import { dropDoublePresses } from './components/double-press.ts';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { Fatal } from './components/fatal.tsx';
import { AppProvider } from './context/app-context.tsx';
import { TextProvider, useText } from './context/text-context.tsx';
import { useKeptWindow } from './context/use-kept.ts';
import { Boot } from './screens/boot.tsx';
import { Window } from './window.tsx';

/** One language throughout, also inside react-aria. */
export function App({ bridge, text }: { bridge: Bridge; text: Text }) {
  useEffect(() => dropDoublePresses(window), []);
  useEffect(() => {
    document.documentElement.lang = languageOf(text.locale);
  }, [text]);
  return (
    <TextProvider text={text}>
      <I18nProvider locale={text.locale}>
        <ErrorBoundary bridge={bridge} action={text.window.startAgain}>
          <Connected bridge={bridge} />
        </ErrorBoundary>
      </I18nProvider>
    </TextProvider>
  );
}

function Connected({ bridge }: { bridge: Bridge }) {
  const { common } = useText();
  const { connection, retry } = useAppState(bridge);
  const kept = useKeptWindow(bridge);
  const platform = connection.status === 'ready' ? connection.state.platform : '';

  useEffect(() => {
    document.documentElement.dataset.platform = platform;
  }, [platform]);

  // What belongs to text is measured in it, so that the window is drawn as a narrower one; a workbook never sees it.
  const textSize = connection.status === 'ready' ? settingIn(connection.state.settings, 'textSize') : 100;
  useLayoutEffect(() => {
    document.documentElement.style.fontSize = textSize === 100 ? '' : `${textSize}%`;
  }, [textSize]);

  if (connection.status === 'booting') return <Boot />;
  if (connection.status === 'failed') {
    return <Fatal bridge={bridge} error={connection.error} action={common.tryAgain} onAction={retry} />;
  }
  if (kept === undefined) return <Boot />;
  return (
    <AppProvider bridge={bridge} state={connection.state} kept={kept}>
      <Window />
    </AppProvider>
  );
}
