/** What an address was recognised as. */
import type { ReactNode } from 'react';

export function Recognised({ children }: { children: ReactNode }) {
  return (
    <span className="recognised" data-testid="recognised">
      {children}
    </span>
  );
}
