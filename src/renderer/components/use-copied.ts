/** Whether something was copied just now, and the way to say that it was: on the button, and to a screen reader. */
import { useEffect, useState } from 'react';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

/** How long a button says "Copied". */
const SHOWN_MS = 2_000;

export function useCopied(): { copied: boolean; showCopied: () => void } {
  const { common } = useText();
  const { announce } = useApp();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const showCopied = () => {
    setCopied(true);
    announce(common.copied);
  };
  return { copied, showCopied };
}
