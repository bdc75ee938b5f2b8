/** The texts of the window's language, for every part of the interface. */
import { createContext, type ReactNode, use, useMemo } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import { en, type Text } from '../../shared/text/en.ts';
import { type ErrorText, errorText } from '../../shared/text/error-text.ts';

const TextContext = createContext<Text>(en);

export function TextProvider({ text, children }: { text: Text; children: ReactNode }) {
  return <TextContext value={text}>{children}</TextContext>;
}

export function useText(): Text {
  return use(TextContext);
}

/** An error in the words of the window's language. */
export function useErrorText(error: AppErrorView): ErrorText {
  const text = useText();
  return useMemo(() => errorText(text, error), [text, error]);
}
