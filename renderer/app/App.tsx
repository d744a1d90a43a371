import { Suspense, use, useMemo } from 'react'

import type { EngineConnection, NoEngine } from '../bridge/connect.ts'
import { EngineClient } from '../engine/engine-client.ts'
import { EngineProvider, useConnected } from '../engine/engine-context.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import type { Locale } from '../i18n/translator.ts'
import { AutoLock } from '../privacy/AutoLock.tsx'
import { AnnouncerProvider } from './announcer.tsx'
import { DeepLinkProvider } from './deep-link.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Gate } from './Gate.tsx'
import { Opening, Stopped } from './Plain.tsx'
import { PreferencesProvider } from './preferences.tsx'
import { QuickHide } from './QuickHide.tsx'

export interface AppProps {
  /** Made once, by whoever starts the page. */
  connection: Promise<EngineConnection | NoEngine>
  locale?: Locale
}

/** Everything of the page: language and appearance, the way to the engine, what is shown while there is none. */
export function App({ connection, locale }: AppProps) {
  return (
    <PreferencesProvider initialLocale={locale}>
      <ErrorBoundary>
        <AnnouncerProvider>
          <Suspense fallback={<Opening />}>
            <Connected connection={connection} />
          </Suspense>
        </AnnouncerProvider>
      </ErrorBoundary>
    </PreferencesProvider>
  )
}

function Connected({ connection }: { connection: Promise<EngineConnection | NoEngine> }) {
  const t = useT()
  const found = use(connection)
  const client = useMemo(() => (typeof found === 'string' ? undefined : new EngineClient(found.bridge)), [found])
  if (typeof found === 'string' || client === undefined) {
    return found === 'link-needed' ? (
      <Stopped title={t('app.link-needed.title')} text={t('app.link-needed.text')} />
    ) : (
      <Stopped title={t('app.unreachable.title')} text={t('app.unreachable.text')} />
    )
  }
  return (
    <EngineProvider client={client}>
      <DeepLinkProvider onLink={found.onLink}>
        <QuickHide>
          <WhileConnected />
          <AutoLock shell={found.shell} />
        </QuickHide>
      </DeepLinkProvider>
    </EngineProvider>
  )
}

function WhileConnected() {
  const t = useT()
  const connected = useConnected()
  return connected ? <Gate /> : <Stopped title={t('app.gone.title')} text={t('app.gone.text')} reload />
}
