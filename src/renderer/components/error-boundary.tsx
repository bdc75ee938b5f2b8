/** Shows a fault of the interface itself in the place of the interface. */
import { Component, type ReactNode } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import { internalError } from '../bridge/request.ts';
import { Fatal } from './fatal.tsx';

interface ErrorBoundaryProps {
  readonly bridge: Bridge;
  /** What starts the window again, in words. */
  readonly action: string;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: AppErrorView | null;
}

/** React offers this only as a class. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(cause: unknown): ErrorBoundaryState {
    return { error: internalError(cause) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Fatal
        bridge={this.props.bridge}
        error={error}
        action={this.props.action}
        onAction={() => window.location.reload()}
      />
    );
  }
}
