/** A button that copies a text of the window. */
import { Button } from 'react-aria-components';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useCopied } from './use-copied.ts';

/**
 * Puts a text on the clipboard that stands in the window anyway. The old command needs no permission, which this window
 * is never given.
 */
async function copyText(text: string): Promise<boolean> {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', put, { once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', put);
  if (copied) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

interface CopyTextProps {
  readonly text: string;
  /** The name of the button: what it copies. */
  readonly label: string;
  /** What stands on the button, where that is more than that it copies. */
  readonly shown?: string;
}

/** Copies, and says that it did, or that it did not. */
export function CopyText({ text, label, shown }: CopyTextProps) {
  const { common } = useText();
  const { ask } = useApp();
  const { copied, showCopied } = useCopied();

  const copy = async () => {
    const answer = await ask<void>(async () =>
      (await copyText(text))
        ? { ok: true, value: undefined }
        : { ok: false, error: { code: 'not_copied', values: {} } },
    );
    if (answer.ok) showCopied();
  };
  return (
    <Button className="copy-text" data-testid="copy-text" aria-label={label} onPress={copy}>
      {copied ? common.copied : (shown ?? common.copy)}
    </Button>
  );
}
