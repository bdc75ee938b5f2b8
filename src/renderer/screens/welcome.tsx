/** The first run: nothing is set up yet. */
import { Button } from 'react-aria-components';
import { Mark } from '../components/icons.tsx';
import { ImportEnv } from '../components/import-env.tsx';
import { Page } from '../components/page.tsx';
import { VaultWarning } from '../components/vault-warning.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function Welcome() {
  const { welcome } = useText();
  const { state, go } = useApp();
  return (
    <Page className="centered">
      <div className="welcome">
        <span className="welcome-mark">
          <Mark size={56} />
        </span>
        <h1>{welcome.title}</h1>
        <p className="lead">{welcome.lead}</p>
        <div className="welcome-actions">
          <Button
            className="button"
            data-variant="primary"
            data-size="large"
            data-testid="set-up"
            onPress={() => go({ kind: 'set-up', profileId: null })}
          >
            {welcome.setUp}
          </Button>
          <ImportEnv>{welcome.importEnv}</ImportEnv>
        </div>
        <p className="fine-print welcome-help">{welcome.help}</p>
        <VaultWarning vault={state.vault} />
      </div>
    </Page>
  );
}
