import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Bridge } from '../shared/ipc/contract.ts';
import { useAppState } from './bridge/use-app-state.ts';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { AppProvider } from './context/app-context.tsx';
import { Boot, Fatal } from './screens/boot.tsx';
import { Window } from './window.tsx';

/** The whole interface, over one bridge. English throughout, also inside react-aria. */
export function App({ bridge }: { bridge: Bridge }) {
  return (
    <I18nProvider locale="en-US">
      <ErrorBoundary bridge={bridge}>
        <Connected bridge={bridge} />
      </ErrorBoundary>
    </I18nProvider>
  );
}

function Connected({ bridge }: { bridge: Bridge }) {
  const { connection, retry } = useAppState(bridge);
  const platform = connection.status === 'ready' ? connection.state.platform : '';

  useEffect(() => {
    document.documentElement.dataset.platform = platform;
  }, [platform]);

  if (connection.status === 'booting') return <Boot />;
  if (connection.status === 'failed') {
    return <Fatal bridge={bridge} error={connection.error} action="Try again" onAction={retry} />;
  }
  return (
    <AppProvider bridge={bridge} state={connection.state}>
      <Window />
    </AppProvider>
  );
}
