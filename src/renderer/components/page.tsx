import { type ReactNode, useEffect, useRef } from 'react';
import { useApp } from '../context/app-context.tsx';
import { AppMenu } from './app-menu.tsx';
import { Mark, OfflineIcon } from './icons.tsx';

type PageProps = { className?: string; hasMenu?: boolean; children: ReactNode };

/** The frame of every screen that is not a workbook. */
export function Page({ className = '', hasMenu = true, children }: PageProps) {
  const { state } = useApp();
  const main = useRef<HTMLElement>(null);

  // The control that led here is often gone. Then the focus goes to the heading, so that it is read and Tab goes on
  // from there. The wait lets a closing menu put the focus back first.
  useEffect(() => {
    const timer = setTimeout(() => {
      const focused = document.activeElement;
      if (focused && focused !== document.body) return;
      const heading = main.current?.querySelector('h1');
      heading?.setAttribute('tabindex', '-1');
      heading?.focus({ preventScroll: true });
    }, 50);
    return () => clearTimeout(timer);
  }, []);

  return (
    <div className="page">
      <header className="page-header">
        <span className="brand">
          <Mark size={18} />
          Sightglass
        </span>
        <span className="page-header-end">
          {!state.online && <OfflineBadge />}
          {hasMenu && <AppMenu />}
        </span>
      </header>
      <main className={`page-main ${className}`} ref={main}>
        {children}
      </main>
    </div>
  );
}

export function OfflineBadge() {
  return (
    <span className="badge" data-tone="warning" data-testid="offline">
      <OfflineIcon size={14} />
      Offline
    </span>
  );
}
