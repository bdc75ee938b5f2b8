/** Fields that most people leave as they are, folded away. */
import { type ReactNode, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { ChevronRightIcon } from '../components/icons.tsx';

interface AdvancedProps {
  readonly label: string;
  /** What is in it, in one line beside the label. */
  readonly summary?: string;
  /** Holds a field with a problem that is shown: then it cannot be closed. */
  readonly hasProblem: boolean;
  /** Of its heading: one below the part of the form that it is in. */
  readonly level?: 3 | 4;
  readonly children: ReactNode;
}

export function Advanced({ label, summary, hasProblem, level = 3, children }: AdvancedProps) {
  const [isOpen, setOpen] = useState(hasProblem);
  // It stays open when the problem is gone: whoever mends a field is typing in it.
  if (hasProblem && !isOpen) setOpen(true);
  return (
    <Disclosure className="advanced" isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={level}>
        <Button slot="trigger" className="disclosure">
          <ChevronRightIcon size={14} />
          {summary === undefined ? (
            label
          ) : (
            <>
              <span className="disclosure-label">{label}</span>
              <span className="disclosure-summary">{summary}</span>
            </>
          )}
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className="fields">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
}
