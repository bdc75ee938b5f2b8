/** What surrounds every screen that is not a workbook. */
import { type ReactNode, useEffect, useRef } from 'react';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { AppMenu } from './app-menu.tsx';
import { Mark, OfflineIcon } from './icons.tsx';

interface PageProps {
  readonly className?: string;
  readonly hasMenu?: boolean;
  readonly children: ReactNode;
}

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
        <span className="brand" translate="no">
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
  const text = useText();
  return (
    <span className="badge" data-tone="warning" data-testid="offline">
      <OfflineIcon size={14} />
      {text.window.offline}
    </span>
  );
}
