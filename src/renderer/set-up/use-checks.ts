/** A test of what the form holds: starting it, stopping it, and signing in on the way to what comes after. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type ChecksView, nextStep } from '../../shared/checks.ts';
import type { AppErrorView } from '../../shared/errors.ts';
import { isHeld } from '../../shared/grants.ts';
import { checksSummary, nextStepText } from '../../shared/text/check-text.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { request } from '../bridge/request.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { ProfileForm } from './use-profile-form.ts';

export interface Checks {
  /** The last test that this form started; null before the first. */
  readonly view: ChecksView | null;
  readonly isRunning: boolean;
  /** The form holds something else by now. */
  readonly isOutdated: boolean;
  /** Why no test could be started. */
  readonly refusal: AppErrorView | null;
  /** The form cannot be tested as it is filled. */
  readonly isIncomplete: boolean;
  /** The connection that a person can sign in to for what comes after. */
  readonly toSignIn: string | null;
  /** The connection to which a person is signing in for the test. */
  readonly signingIn: string | null;
  start(): Promise<void>;
  stop(): void;
  signInAndTest(connectionId: string): void;
}

export function useChecks(form: ProfileForm): Checks {
  const text = useText();
  const { bridge, state, announce, ask, signIn } = useApp();
  const { draft } = form.check;
  const present = JSON.stringify(draft);
  const [run, setRun] = useState<{ readonly runId: string; readonly tested: string } | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [refusal, setRefusal] = useState<AppErrorView | null>(null);
  const [isIncomplete, setIncomplete] = useState(false);
  const [signingIn, setSigningIn] = useState<string | null>(null);
  const hasStarted = useRef(false);
  const { checks } = state.window;
  const view = checks !== null && checks.runId === run?.runId ? checks : null;
  // One that a page began which is gone can be stopped too: no other begins before.
  const isRunning = isStarting || checks?.phase === 'running';
  const isOutdated = view !== null && run?.tested !== present;
  const next = view === null || isOutdated ? null : nextStep(view);

  const start = useCallback(async () => {
    setIncomplete(draft === null);
    if (draft === null) {
      form.reveal();
      announce(text.checks.incomplete);
      return;
    }
    hasStarted.current = true;
    setStarting(true);
    setRefusal(null);
    const answer = await request(() => bridge.checks.start(draft));
    setStarting(false);
    if (answer.ok) setRun({ runId: answer.value.runId, tested: JSON.stringify(draft) });
    else {
      setRefusal(answer.error);
      announce(format(text.announcements.problem, { title: errorText(text, answer.error).title }));
    }
  }, [announce, bridge, draft, form.reveal, text]);

  // A form that is left needs no test any more.
  useEffect(
    () => () => {
      if (hasStarted.current) void request(() => bridge.checks.cancel());
    },
    [bridge],
  );

  // Once for each run and phase, whatever else changes meanwhile.
  const phase = view && `${view.runId} ${view.phase}`;
  const said = useRef<string | null>(null);
  useEffect(() => {
    if (view === null || said.current === phase || view.phase === 'running') return;
    said.current = phase;
    const next = isOutdated ? text.checks.outdated : (nextStepText(text, view) ?? '');
    announce([checksSummary(text, view), next].join(' ').trim());
  }, [announce, isOutdated, phase, text, view]);

  const isSignedIn = state.grants.some((grant) => grant.connectionId === signingIn && isHeld(grant));
  useEffect(() => {
    // Of a test under way, nothing says whether it saw the sign-in.
    if (!isSignedIn || isRunning) return;
    setSigningIn(null);
    void start();
  }, [isRunning, isSignedIn, start]);

  return {
    view,
    isRunning,
    isOutdated,
    refusal,
    isIncomplete: isIncomplete && draft === null,
    toSignIn: next?.kind === 'sign-in' ? next.connectionId : null,
    signingIn,
    start,
    stop: () => void ask(() => bridge.checks.cancel()),
    signInAndTest(connectionId) {
      setSigningIn(connectionId);
      void signIn(connectionId);
    },
  };
}
