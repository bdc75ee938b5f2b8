/** One part of the details, with its heading. */
import type { ReactNode } from 'react';

interface DetailsSectionProps {
  readonly title: string;
  /** The title is a name, the same in every language. */
  readonly isName?: boolean;
  readonly children: ReactNode;
}

export function DetailsSection({ title, isName = false, children }: DetailsSectionProps) {
  return (
    <section className="details-section">
      <h3 {...(isName && { translate: 'no' as const })}>{title}</h3>
      {children}
    </section>
  );
}
