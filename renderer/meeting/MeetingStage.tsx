import { Minimize2, Type } from 'lucide-react'
import { useState } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Light } from './Light.tsx'
import { CodeDialog } from './CodeDialog.tsx'
import styles from './meeting.module.css'
import { QrCode } from './QrCode.tsx'
import { Room } from './Room.tsx'
import { roomLight, type NetworkSync } from './room-light.ts'
import type { RunningMeeting } from './running-meeting.ts'

export interface MeetingStageProps {
  meeting: RunningMeeting
  /** Escape, or the button: the meeting goes on. */
  onSmall: () => void
  /** With what is known of the others at that moment. */
  onEnd: (sync: NetworkSync | undefined) => void
}

/** The whole window: the code on one side, the room on the other. For a laptop that everybody can see. */
export function MeetingStage({ meeting, onSmall, onEnd }: MeetingStageProps) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  const { network } = useNetwork()
  const sync = valueOf(useQuery('sync:status', {}))?.networks.find(({ id }) => id === network.id)
  const invites = valueOf(useQuery('invite:list', { network: network.id }))?.invites
  const [overlay, setOverlay] = useState<'code' | 'end'>()
  const used = invites?.find(({ id }) => id === meeting.invite)?.used ?? 0
  const left = Math.max(0, meeting.uses - used)
  const light = roomLight(sync)
  return (
    <ModalOverlay className={styles['overlay'] ?? ''} isOpen onOpenChange={(open) => !open && onSmall()}>
      <Modal className={styles['modal'] ?? ''}>
        <AriaDialog className={styles['stage'] ?? ''} data-stage>
          <QrCode text={meeting.code} label={t('meeting.qr', { network: network.name })} />
          <div className={styles['panel']}>
            <header className={styles['panelHead']}>
              <Heading slot="title" level={2}>
                {t('meeting.stage', { network: network.name })}
              </Heading>
              <Button look="quiet" iconOnly icon={Minimize2} aria-label={t('meeting.small')} onPress={onSmall} />
            </header>
            <ol className={styles['steps']}>
              <li>{t('meeting.step.wifi')}</li>
              <li>{t('meeting.step.open')}</li>
              <li>{t('meeting.step.scan')}</li>
            </ol>
            <p className={styles['small']}>
              {left === 0
                ? t('meeting.used-up')
                : t('meeting.left', { left, uses: meeting.uses, time: formats.clock(meeting.expiresAt) })}
            </p>
            <Room meeting={meeting} isLong={now - meeting.startedAt > 120_000} />
            <Light light={light} />
            <div className={styles['panelActions']}>
              <Button icon={Type} onPress={() => setOverlay('code')}>
                {t('meeting.code')}
              </Button>
              <Button onPress={() => setOverlay('end')}>{t('meeting.end')}</Button>
            </div>
          </div>
          {overlay === 'code' && <CodeDialog code={meeting.code} onClose={() => setOverlay(undefined)} />}
          {overlay === 'end' && (
            <ConfirmDialog
              title={t('meeting.end.title')}
              confirm={t('meeting.end')}
              reversible
              onConfirm={() => onEnd(sync)}
              onClose={() => setOverlay(undefined)}
            >
              <p>{t('meeting.end.text')}</p>
            </ConfirmDialog>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
