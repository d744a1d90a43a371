import { Suspense, useState } from 'react'
import { Router, useLocation } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'

import { IncomingBanner } from '../alerts/incoming/banner/IncomingBanner.tsx'
import { IncomingWindow } from '../alerts/incoming/IncomingWindow.tsx'
import { OutStrips } from '../alerts/respond/OutStrips.tsx'
import { JourneyStrips } from '../circles/journeys/JourneyStrips.tsx'
import { Loading } from '../components/Loading.tsx'
import { DutyStrip } from '../duty/DutyStrip.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { ReportDialog } from '../report/ReportDialog.tsx'
import { CommandMenu } from './CommandMenu.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { EventAnnouncer } from './EventAnnouncer.tsx'
import styles from './Frame.module.css'
import { Outside } from './Outside.tsx'
import { Routes } from './routes.tsx'
import { SideNav } from './SideNav.tsx'
import { StorageNotice } from './StorageNotice.tsx'
import { useDeepLinkToJoin } from './use-deep-link-to-join.ts'
import { useShortcut } from './use-shortcut.ts'

/** The screens of one network, with the navigation beside them. */
export function Frame() {
  return (
    <Router hook={useHashLocation}>
      <Framed />
    </Router>
  )
}

function Framed() {
  const t = useT()
  const [location] = useLocation()
  const [open, setOpen] = useState<'report' | 'commands'>()
  useShortcut({ key: 'i' }, () => setOpen('report'))
  useShortcut({ key: 'k' }, () => setOpen('commands'))
  useDeepLinkToJoin()
  const report = (): void => setOpen('report')
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#main" onClick={skipToMain}>
        {t('app.skip')}
      </a>
      <SideNav onReport={report} onCommands={() => setOpen('commands')} />
      <div className={styles['content']}>
        <IncomingBanner />
        <main id="main" tabIndex={-1} className={styles['main']}>
          <StorageNotice />
          <OutStrips />
          <JourneyStrips />
          <DutyStrip />
          <Outside />
          <ErrorBoundary resetKey={location}>
            <Suspense fallback={<Loading />}>
              <Routes onReport={report} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <ReportDialog isOpen={open === 'report'} onClose={() => setOpen(undefined)} />
      <CommandMenu isOpen={open === 'commands'} onClose={() => setOpen(undefined)} onReport={report} />
      <EventAnnouncer />
      <IncomingWindow />
    </div>
  )
}

/** The fragment of the address belongs to the screens; the focus is moved by hand. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
