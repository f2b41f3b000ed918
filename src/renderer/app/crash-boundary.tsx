import { Component, type ContextType, type ReactNode } from 'react';
import { AppError, type AppErrorData } from '../../shared/errors.ts';
import { AppInfoContext, errorCardView } from '../bridge.ts';
import { ErrorCard } from '../ui/error-card.tsx';
import { FullPage } from '../ui/full-page.tsx';

interface CrashState {
  readonly error: AppErrorData | null;
}

/** Shows a card instead of an empty window where a part of it cannot be rendered. */
export class CrashBoundary extends Component<{ readonly children: ReactNode }, CrashState> {
  static override contextType = AppInfoContext;
  declare context: ContextType<typeof AppInfoContext>;
  override state: CrashState = { error: null };

  static getDerivedStateFromError(thrown: unknown): CrashState {
    return { error: new AppError('internal', { cause: thrown }).toData() };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <FullPage heading="Parley has stumbled">
        <ErrorCard
          {...errorCardView(error, this.context.version)}
          actions={[{ label: 'Try again', run: () => this.setState({ error: null }) }]}
        />
      </FullPage>
    );
  }
}
