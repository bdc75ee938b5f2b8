/** Who came to the set-up from an error lands in the field that mends it, and reads there why. */
import { type RefObject, useEffect, useMemo } from 'react';
import type { ProfileView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { useText } from '../context/text-context.tsx';
import { type FaultOrigin, faultyField } from '../model/faulty-field.ts';
import { goToField } from './go-to-field.ts';
import type { Reason } from './use-profile-form.ts';

export function useReason(
  origin: FaultOrigin | undefined,
  existing: ProfileView | null,
  form: RefObject<HTMLFormElement | null>,
): Reason | null {
  const text = useText();
  const field = useMemo(() => (origin && existing ? faultyField(origin, existing.profile) : null), [origin, existing]);
  useEffect(() => {
    if (field === null) return;
    // What is folded away unfolds first, which cannot be while this is still being drawn.
    const timer = setTimeout(() => goToField(form.current, field));
    return () => clearTimeout(timer);
  }, [field, form]);
  return origin && field !== null ? { field, sentence: errorText(text, origin.error).title } : null;
}
