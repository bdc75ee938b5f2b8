/** What surrounds every screen that is not a workbook. */
import type { ReactNode } from 'react';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { AppMenu } from './app-menu.tsx';
import { Mark, OfflineIcon } from './icons.tsx';

interface PageProps {
  readonly className?: string;
  readonly hasMenu?: boolean;
  /** The tabs that are open behind it; null where there are none to choose from. */
  readonly strip?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ className = '', hasMenu = true, strip = null, children }: PageProps) {
  const { state } = useApp();
  return (
    <div className="page">
      <header className="page-header" data-area="page">
        <span className="brand" translate="no">
          <Mark size={18} />
          <span className={strip === null ? undefined : 'visually-hidden'}>Sightglass</span>
        </span>
        {strip}
        <span className="page-header-end">
          {!state.online && <OfflineBadge />}
          {hasMenu && <AppMenu />}
        </span>
      </header>
      <main className={`page-main ${className}`} data-area="page">
        {children}
      </main>
    </div>
  );
}

export function OfflineBadge() {
  const text = useText();
  return (
    <span className="badge" data-tone="warning" data-testid="offline">
      <OfflineIcon size={14} />
      <span className="badge-words">{text.window.offline}</span>
    </span>
  );
}
