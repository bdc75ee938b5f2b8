/** The first run: nothing is set up yet. Most who see it were given a file; those who make such files come second. */
import { Button } from 'react-aria-components';
import { AskForHelp } from '../components/ask-for-help.tsx';
import { BusyButton } from '../components/busy-button.tsx';
import { Mark } from '../components/icons.tsx';
import { ImportEnv } from '../components/import-env.tsx';
import { Page } from '../components/page.tsx';
import { VaultWarning } from '../components/vault-warning.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

export function Welcome() {
  const { welcome } = useText();
  const { state, go, chooseEnv, importing } = useApp();
  return (
    <Page className="centered">
      <div className="welcome">
        <span className="welcome-mark">
          <Mark size={56} />
        </span>
        <h1>{welcome.title}</h1>
        <p className="lead">{welcome.lead}</p>
        <div className="welcome-actions">
          <BusyButton
            className="button"
            data-variant="primary"
            data-size="large"
            data-testid="open-set-up-file"
            isBusy={importing}
            onPress={() => void chooseEnv()}
          >
            {welcome.openFile}
          </BusyButton>
        </div>
        <p className="fine-print welcome-help">{welcome.help}</p>
        <div className="welcome-ask">
          <AskForHelp />
        </div>
        <section className="welcome-administrators" aria-labelledby="welcome-administrators">
          <h2 id="welcome-administrators">{welcome.administrators}</h2>
          <div className="row-actions">
            <Button
              className="button"
              data-variant="secondary"
              data-testid="set-up"
              onPress={() => go({ kind: 'set-up', profileId: null })}
            >
              {welcome.setUp}
            </Button>
            <ImportEnv>{welcome.importEnv}</ImportEnv>
          </div>
        </section>
        <VaultWarning vault={state.vault} />
      </div>
    </Page>
  );
}
