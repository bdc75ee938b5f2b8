import { Button } from 'react-aria-components';
import { Mark } from '../components/icons.tsx';
import { ImportEnv } from '../components/import-env.tsx';
import { Page } from '../components/page.tsx';
import { VaultWarning } from '../components/vault-warning.tsx';
import { useApp } from '../context/app-context.tsx';

/** The first run: nothing is set up yet. */
export function Welcome() {
  const { state, go } = useApp();
  return (
    <Page className="centered" hasMenu={false}>
      <div className="welcome">
        <span className="welcome-mark">
          <Mark size={56} />
        </span>
        <h1>Welcome to Sightglass</h1>
        <p className="lead">
          Open Sigma workbooks in which every query runs as you: you sign in to your data platform yourself, in your own
          browser.
        </p>
        <div className="welcome-actions">
          <Button
            className="button"
            data-variant="primary"
            data-size="large"
            data-testid="set-up"
            onPress={() => go({ kind: 'set-up', profileId: null })}
          >
            Set up a profile
          </Button>
          <ImportEnv>Import a QuickStart .env…</ImportEnv>
        </div>
        <VaultWarning vault={state.vault} />
      </div>
    </Page>
  );
}
