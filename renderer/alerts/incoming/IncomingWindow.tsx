import { BellRing, LifeBuoy } from 'lucide-react'
import { useRef } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useLocation } from 'wouter'

import { NetworkProvider, useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { asAlert } from '../alert-record.ts'
import { AnswerButtons } from '../respond/AnswerButtons.tsx'
import { EmergencyLine } from '../shown/EmergencyLine.tsx'
import { NeedLines } from '../shown/NeedLines.tsx'
import { Saying } from '../shown/Saying.tsx'
import type { AttentionItem } from './attention.ts'
import { HelpNeeded } from './banner/HelpNeeded.tsx'
import styles from './incoming.module.css'
import { useIncoming } from './IncomingProvider.tsx'
import { useSeen } from './use-seen.ts'

/** The whole window while somebody calls this person, in whichever network; it can be put off to the banner. */
export function IncomingWindow() {
  const { full } = useIncoming()
  const { networks, choose } = useNetwork()
  const network = networks.find(({ id }) => id === full?.network)
  if (full === undefined || network?.state !== 'current') return undefined
  return (
    <NetworkProvider current={{ network, networks, choose }}>
      <Window key={`${full.network} ${full.id} ${full.what}`} item={full} />
    </NetworkProvider>
  )
}

function Window({ item }: { item: AttentionItem }) {
  const t = useT()
  const [, navigate] = useLocation()
  const { network, choose } = useNetwork()
  const { items, putOff } = useIncoming()
  const inside = useRef<HTMLElement>(null)
  const shown = valueOf(useQuery('alert:show', { network: network.id, id: item.id }))
  const alert = shown && asAlert(shown.record)
  useSeen(item.what === 'alert' ? alert : undefined)
  if (shown === undefined || alert === undefined) return undefined
  const open = (): void => {
    putOff(item)
    navigate(`/alerts/${item.id}`)
    choose(network.id)
  }
  const further = items.filter((one) => one !== item && one.level !== 'silent').length
  const Icon = item.what === 'needs-help' ? LifeBuoy : BellRing
  return (
    <ModalOverlay className={styles['overlay'] ?? ''} isOpen onOpenChange={(isOpen) => !isOpen && putOff(item)}>
      <Modal className={styles['window'] ?? ''}>
        <Dialog
          ref={inside}
          role="alertdialog"
          className={styles['call'] ?? ''}
          data-alert="calling"
          data-incoming={item.what}
        >
          <header className={styles['head']}>
            <Icon aria-hidden size={40} />
            <div>
              <Heading slot="title" level={2} className={styles['title']}>
                {t(item.what === 'needs-help' ? 'incoming.needs-help' : 'alert.banner')}
              </Heading>
              <p>
                <bdi>{network.name}</bdi>
              </p>
            </div>
          </header>
          <div className={styles['body']}>
            {item.what === 'needs-help' && <HelpNeeded alert={alert} person={item.from} />}
            <p className={item.what === 'needs-help' ? styles['bannerTitle'] : styles['headline']}>
              <bdi>{alert.headline}</bdi>
            </p>
            <Saying alert={alert} gate={shown.gate} />
            <NeedLines alert={alert} />
            {item.what === 'alert' && <AnswerButtons alert={alert} keys large within={inside} onComing={open} />}
            <EmergencyLine />
          </div>
          <footer className={styles['foot']}>
            {further > 0 && <p>{t('incoming.further', { count: further })}</p>}
            <Button onPress={open}>{t('alert.banner.open')}</Button>
            <Button onPress={() => putOff(item)}>
              {t('incoming.later')} <kbd aria-hidden>Esc</kbd>
            </Button>
          </footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
