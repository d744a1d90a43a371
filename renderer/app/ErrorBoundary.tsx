import { RotateCw } from 'lucide-react'
import { Component, type ReactNode } from 'react'

import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { useT } from '../i18n/i18n-context.tsx'

/** Keeps a mistake in one screen from taking the others with it. Changing `resetKey` tries again. */
export class ErrorBoundary extends Component<{ children: ReactNode; resetKey?: string }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override componentDidUpdate(before: { resetKey?: string }): void {
    if (this.state.failed && before.resetKey !== this.props.resetKey) this.setState({ failed: false })
  }

  override render(): ReactNode {
    return this.state.failed ? <Crashed /> : this.props.children
  }
}

function Crashed() {
  const t = useT()
  return (
    <div role="alert">
      <EmptyState
        icon={RotateCw}
        title={t('app.crashed.title')}
        actions={<Button onPress={() => location.reload()}>{t('app.reload')}</Button>}
      >
        {t('app.crashed.text')}
      </EmptyState>
    </div>
  )
}
