import { Button } from 'react-aria-components';
import { useDesk } from '../desk.tsx';
import { Mark } from '../parts/icons.tsx';
import { ImportEnv } from '../parts/import-env.tsx';
import { Page } from '../parts/page.tsx';
import { VaultWarning } from '../parts/vault-warning.tsx';

/** The first run: nothing is set up yet. */
export function Welcome() {
  const { state, go } = useDesk();
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
