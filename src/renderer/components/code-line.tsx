/** Something to be copied as it stands, such as an address, with the button that does it. */
import { CopyText } from './copy-text.tsx';

interface CodeLineProps {
  readonly text: string;
  /** The name of the button that copies it. */
  readonly label: string;
  readonly isBlock?: boolean;
}

/** A line that is too long goes on further to the right, so that it reads as one. */
const linesOf = (text: string) =>
  text.split('\n').map((line) => (
    <span key={line} className="code-line-text">
      {line}
    </span>
  ));

export function CodeLine({ text, label, isBlock = false }: CodeLineProps) {
  return (
    <div className="code-line" data-block={isBlock || undefined}>
      <code translate="no">{isBlock ? linesOf(text) : text}</code>
      <CopyText text={text} label={label} />
    </div>
  );
}
