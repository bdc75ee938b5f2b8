/** Fields that most people leave as they are, folded away. */
import { type ReactNode, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { ChevronRightIcon } from '../components/icons.tsx';

interface AdvancedProps {
  readonly label: string;
  /** Holds a field with a problem that is shown: then it cannot be closed. */
  readonly hasProblem: boolean;
  readonly children: ReactNode;
}

export function Advanced({ label, hasProblem, children }: AdvancedProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure className="advanced" isExpanded={isOpen || hasProblem} onExpandedChange={setOpen}>
      <Heading level={4}>
        <Button slot="trigger" className="disclosure">
          <ChevronRightIcon size={14} />
          {label}
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className="fields">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
}
