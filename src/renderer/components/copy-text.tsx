/** A button that copies a text of the window. */
import { Button } from 'react-aria-components';
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
  return navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
}

interface CopyTextProps {
  readonly text: string;
  /** The name of the button: what it copies. */
  readonly label: string;
}

/** Copies, and says that it did. */
export function CopyText({ text, label }: CopyTextProps) {
  const { common } = useText();
  const { copied, showCopied } = useCopied();

  const copy = async () => {
    if (!(await copyText(text))) return;
    showCopied();
  };
  return (
    <Button className="copy-text" data-testid="copy-text" aria-label={label} onPress={copy}>
      {copied ? common.copied : common.copy}
    </Button>
  );
}
