/** The form that makes a profile, or changes one. Secrets go in and never come out. */
import { type FocusEvent, type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { type AppErrorView, isChosen } from '../../shared/errors.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { format } from '../../shared/text/format.ts';
import { request } from '../bridge/request.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Page } from '../components/page.tsx';
import { useClosing } from '../components/use-closing.ts';
import { useHeight } from '../components/use-height.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { FaultOrigin } from '../model/faulty-field.ts';
import { ActionsSection } from './actions-section.tsx';
import { AttributesSection } from './attributes-section.tsx';
import { ChecksSection } from './checks-section.tsx';
import { ConnectionsSection } from './connections-section.tsx';
import { FaultsCount, FaultsList, problemsText } from './faults-list.tsx';
import { emptyForm, formOf } from './form-values.ts';
import { goToField, goToFirstFault, showInForm } from './go-to-field.ts';
import { OutdatedNote } from './outdated-note.tsx';
import { RemovalSection } from './removal-section.tsx';
import { ReturnedNote } from './returned-note.tsx';
import { SharedUsersNote } from './shared-users-note.tsx';
import { SigmaSection } from './sigma-section.tsx';
import { useKept, useReturned } from './use-kept-form.ts';
import { useProfileForm } from './use-profile-form.ts';
import { useReason } from './use-reason.ts';
import { WorkbooksSection } from './workbooks-section.tsx';

interface SetUpProps {
  readonly profileId: string | null;
  /** The error that led here. */
  readonly origin?: FaultOrigin;
}

export function SetUp({ profileId, origin }: SetUpProps) {
  const text = useText();
  const { setUp } = text;
  const { bridge, state, ask, announce, go, goBack } = useApp();
  const existing = state.profiles.find((view) => view.profile.id === profileId) ?? null;
  const element = useRef<HTMLFormElement>(null);
  const reason = useReason(origin, existing, element);
  const start = () => (existing ? formOf(existing) : emptyForm());
  const { returned, forget } = useReturned(profileId, start);
  const form = useProfileForm(start, { reason, ...(returned && { entered: returned.values }) });
  useKept(form, returned);
  const faults = useRef<HTMLHeadingElement>(null);
  const foot = useHeight('--foot');
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<AppErrorView | null>(null);
  const [asking, setAsking] = useState<'nothing' | 'leave' | 'remove'>('nothing');
  const [attempt, setAttempt] = useState(0);

  // After a save that cannot be: every problem is on the page by now, so the first one can take the focus.
  useEffect(() => {
    if (attempt === 0) return;
    if (!goToFirstFault(element.current)) faults.current?.focus();
  }, [attempt]);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (saving) return;
    const { draft, problems } = form.check;
    if (!draft) {
      form.reveal();
      setAttempt((count) => count + 1);
      announce(problemsText(problems.size, text));
      return;
    }
    setSaving(true);
    setRefusal(null);
    const answer = await request(() => bridge.profiles.save(draft));
    setSaving(false);
    if (!answer.ok) {
      // Who declined in the dialog knows, and finds the form as it was filled.
      if (!isChosen(answer.error.code)) setRefusal(answer.error);
      announce(format(text.announcements.problem, { title: errorText(text, answer.error).title }));
      return;
    }
    announce(text.announcements.saved);
    go({ kind: 'home' });
  };
  const remove = async () => {
    if (!profileId) return;
    const answer = await ask(() => bridge.profiles.remove({ profileId }));
    if (answer.ok) go({ kind: 'home' });
  };
  const leave = () => (form.isChanged ? setAsking('leave') : goBack());
  const closing = useClosing(form.isChanged);

  return (
    <Page className="form-page" hasMenu={false}>
      <form className="set-up" ref={element} onSubmit={save} onFocus={showWhole} noValidate data-testid="set-up-form">
        <div className="screen-head">
          <h1>{existing ? format(setUp.titleOf, { profile: existing.profile.name }) : setUp.titleNew}</h1>
        </div>
        {origin && <ErrorPanel error={origin.error} tone="warning" />}
        {attempt > 0 && form.check.problems.size > 0 && (
          <FaultsList form={form} heading={faults} goTo={(field) => goToField(element.current, field)} />
        )}
        {returned && <ReturnedNote form={returned} onDiscard={() => forget(form)} />}
        <SigmaSection form={form} />
        <WorkbooksSection form={form} />
        <ConnectionsSection form={form} />
        <AttributesSection form={form} />
        <ActionsSection form={form} />
        <ChecksSection form={form} />
        {existing && <RemovalSection onRemove={() => setAsking('remove')} />}
        <div className="form-foot" ref={foot}>
          {!saving && <OutdatedNote start={form.start} saved={existing} />}
          <SharedUsersNote form={form} />
          {refusal && <ErrorPanel error={refusal} />}
          <div className="form-actions">
            <FaultsCount
              count={attempt > 0 ? form.check.problems.size : 0}
              onPress={() => {
                faults.current?.focus({ preventScroll: true });
                if (faults.current) showInForm(faults.current);
              }}
            />
            <Button className="button" data-variant="secondary" data-testid="cancel-set-up" onPress={leave}>
              {text.common.cancel}
            </Button>
            <BusyButton
              className="button"
              data-variant="primary"
              type="submit"
              data-testid="save-profile"
              isBusy={saving}
            >
              {saving ? setUp.saving : setUp.save}
            </BusyButton>
          </div>
        </div>
      </form>
      <ConfirmDialog
        isOpen={asking === 'leave'}
        onOpenChange={() => setAsking('nothing')}
        title={setUp.leaving.question}
        consequence={setUp.leaving.consequence}
        confirm={setUp.leaving.confirm}
        cancel={setUp.leaving.keepEditing}
        onConfirm={goBack}
      />
      <ConfirmDialog
        isOpen={closing.isAsked}
        onOpenChange={closing.stay}
        title={setUp.leaving.question}
        consequence={setUp.leaving.consequence}
        confirm={setUp.leaving.confirm}
        cancel={setUp.leaving.keepEditing}
        onConfirm={closing.close}
      />
      <ConfirmDialog
        isOpen={asking === 'remove'}
        onOpenChange={() => setAsking('nothing')}
        title={format(setUp.removal.question, { profile: existing?.profile.name ?? '' })}
        consequence={setUp.removal.consequence}
        confirm={setUp.removal.confirm}
        onConfirm={remove}
      />
    </Page>
  );
}

/** Of a field of several lines, Chromium brings the line of the caret into sight and no more: the rest may lie beneath the foot. */
function showWhole({ target }: FocusEvent): void {
  if (target instanceof HTMLTextAreaElement) target.scrollIntoView({ block: 'nearest' });
}
