/** "Test this set-up", at the end of the form: before anybody signs in, and after. */
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { isChosen } from '../../shared/errors.ts';
import { checksSummary, checksTicket, nextStepText } from '../../shared/text/check-text.ts';
import { ChecksList } from '../components/checks-list.tsx';
import { CopyText } from '../components/copy-text.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { CancelSignIn, ReopenBrowser } from '../components/sign-in-actions.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { goToFirstFault } from './go-to-field.ts';
import { type Checks, useChecks } from './use-checks.ts';
import type { ProfileForm } from './use-profile-form.ts';

export function ChecksSection({ form }: { form: ProfileForm }) {
  const { checks: words } = useText();
  const checks = useChecks(form);
  const { view, refusal } = checks;
  return (
    <section className="form-section" aria-labelledby="section-checks" data-testid="checks-section">
      <div className="section-head">
        <h2 id="section-checks">{words.title}</h2>
        <p className="muted">{words.help}</p>
      </div>
      <div className="fields">
        <Actions checks={checks} />
        {checks.isIncomplete && <Incomplete />}
        {refusal && <ErrorPanel error={refusal} />}
        <SigningIn checks={checks} />
        {view && <Summary checks={checks} name={form.values.name} />}
        {view && <ChecksList view={view} />}
      </div>
    </section>
  );
}

/** One button in one place, so that nothing moves beneath a pointer and the focus stays; see `double-press.ts`. */
function Actions({ checks }: { checks: Checks }) {
  const { checks: words } = useText();
  const { state } = useApp();
  const { view, isRunning, toSignIn } = checks;
  return (
    <div className="row-actions">
      <Button
        className="button"
        data-variant="secondary"
        data-testid={isRunning ? 'stop-checks' : 'start-checks'}
        onPress={() => (isRunning ? checks.stop() : checks.start())}
      >
        {isRunning ? words.cancel : view === null ? words.start : words.again}
      </Button>
      {toSignIn !== null && !isRunning && (
        <Button
          className="button"
          data-variant="secondary"
          data-testid="sign-in-and-test"
          isDisabled={state.signIn !== null}
          onPress={() => checks.signInAndTest(toSignIn)}
        >
          {words.signInAndTest}
        </Button>
      )}
    </div>
  );
}

/** The first field that is wrong takes the focus, as after a save that cannot be. */
function Incomplete() {
  const { checks: words } = useText();
  const element = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    goToFirstFault(element.current?.closest('form') ?? null);
  }, []);
  return (
    <p className="problem" ref={element} data-testid="checks-incomplete">
      {words.incomplete}
    </p>
  );
}

/** The sign-in goes on in the browser; the form stays. */
function SigningIn({ checks }: { checks: Checks }) {
  const { signIn: words } = useText();
  const { state, signInProblem } = useApp();
  const { signingIn } = checks;
  if (signingIn === null) return null;
  if (state.signIn?.connectionId === signingIn) {
    return (
      <div data-testid="checks-signing-in">
        <p className="progress-line">
          <Spinner />
          {words.continueInBrowser}
        </p>
        <div className="row-actions">
          {state.signIn.phase === 'waiting-for-browser' && <ReopenBrowser variant="secondary" />}
          <CancelSignIn />
        </div>
      </div>
    );
  }
  const problem = signInProblem(signingIn);
  return problem && !isChosen(problem.code) ? <ErrorPanel error={problem} /> : null;
}

function Summary({ checks, name }: { checks: Checks; name: string }) {
  const text = useText();
  const { state } = useApp();
  const { view, isOutdated, isRunning } = checks;
  if (view === null) return null;
  const next = nextStepText(text, view);
  const { version, platform } = state;
  return (
    <div className="checks-summary">
      <div>
        <p className="checks-count" data-testid="checks-summary">
          {checksSummary(text, view)}
        </p>
        {isOutdated ? (
          <p className="muted" data-testid="checks-outdated">
            {text.checks.outdated}
          </p>
        ) : (
          next && <p data-testid="checks-next">{next}</p>
        )}
      </div>
      {!isRunning && (
        <CopyText
          text={checksTicket(text, view, { profile: name, version, platform, isOutdated })}
          label={text.checks.copy}
          shown={text.checks.copy}
        />
      )}
    </div>
  );
}
