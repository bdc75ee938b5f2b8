import { Component, type ReactNode } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import { internalError } from '../bridge/request.ts';
import { Fatal } from '../screens/boot.tsx';

type ErrorBoundaryProps = { bridge: Bridge; children: ReactNode };
type ErrorBoundaryState = { error: AppErrorView | null };

/** A fault of the interface itself. React offers this only as a class. */
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
        action="Start the window again"
        onAction={() => window.location.reload()}
      />
    );
  }
}
