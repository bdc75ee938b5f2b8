/** Keeps what is entered in case the page is lost, and takes it up again. */
import { useEffect, useState } from 'react';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { FormValues } from './form-values.ts';
import { keptForm, type ReturnedForm, returnedForm } from './kept-values.ts';
import type { ProfileForm } from './use-profile-form.ts';

/** At every change: a page that is lost has no time for a last word. Secrets are left out. */
export function useKept({ start, values, isChanged }: ProfileForm, returned: ReturnedForm | null): void {
  const { keepForm } = useApp();
  useEffect(
    () => keepForm(isChanged ? keptForm(start, values, returned) : null),
    [keepForm, isChanged, start, values, returned],
  );
}

export interface Returned {
  /** What this form held when its page was lost; null where it was not. */
  readonly returned: ReturnedForm | null;
  /** The person does without it: the form is as it was opened. */
  forget(form: ProfileForm): void;
}

/** @param start what is saved now */
export function useReturned(profileId: string | null, start: () => FormValues): Returned {
  const { setUp } = useText();
  const { lostForm, announce } = useApp();
  const [returned, setReturned] = useState(() =>
    lostForm !== null && lostForm.profileId === profileId ? returnedForm(start(), lostForm) : null,
  );
  const hasReturned = returned !== null;
  useEffect(() => {
    if (hasReturned) announce(setUp.returned.isBack);
  }, [hasReturned, announce, setUp]);
  const forget = (form: ProfileForm) => {
    form.change(form.start);
    setReturned(null);
  };
  return { returned, forget };
}
