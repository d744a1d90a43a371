import { Laptop, Wifi } from 'lucide-react'
import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Notice } from '../components/Notice.tsx'
import { Section } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery } from '../engine/use-query.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { AddComputerDialog } from './AddComputerDialog.tsx'
import { RecoveryPart } from './RecoveryPart.tsx'

type Device = CommandOutput<'device:list'>['devices'][number]

/** This person's computers in the network: a further one, a lost one; and the printed key for the day the only one is lost. */
export function ComputersPart() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('device:list', { network: network.id })
  const [adding, setAdding] = useState(false)
  const [lost, setLost] = useState<Device>()
  const add = (
    <Button look="primary" icon={Laptop} onPress={() => setAdding(true)}>
      {t('computers.add')}
    </Button>
  )
  return (
    <>
      <Section title={t('computers.title')} actions={network.state === 'current' && add}>
        <Quiet>{t('computers.lead')}</Quiet>
        <Answered answer={answer}>
          {({ devices }) => (
            <>
              <CameBack devices={devices} />
              <Rows label={t('computers.title')}>
                {devices
                  .filter(({ state }) => state === 'current')
                  .map((device) => (
                    <ComputerRow key={device.id} device={device} onLost={() => setLost(device)} />
                  ))}
              </Rows>
            </>
          )}
        </Answered>
      </Section>
      <RecoveryPart />
      {adding && <AddComputerDialog onClose={() => setAdding(false)} />}
      {lost !== undefined && <LostDialog device={lost} onClose={() => setLost(undefined)} />}
    </>
  )
}

/** After coming back with the printed key: what is to be done now. */
function CameBack({ devices }: { devices: readonly Device[] }) {
  const t = useT()
  const { network } = useNetwork()
  const current = devices.filter(({ state }) => state === 'current')
  if (current.find(({ here }) => here)?.by !== 'recovery-key' || current.length < 2) return undefined
  return (
    <Notice look="wait" title={t('recovery.back.title', { name: network.as })}>
      <p>{t('recovery.back.others', { count: current.length - 1 })}</p>
      <p>{t('recovery.back.print')}</p>
    </Notice>
  )
}

function ComputerRow({ device, onLost }: { device: Device; onLost: () => void }) {
  const t = useT()
  const key = <code dir="ltr">{device.fingerprint}</code>
  return (
    <Row
      title={device.here ? t('computers.this') : <T id="computers.other" values={{ key }} />}
      sub={
        <>
          {device.here && <T id="computers.key" values={{ key }} />}
          <span>
            <T id={`computers.by.${device.by}`} values={{ when: <TimeText at={device.joinedAt} as="moment" /> }} />
          </span>
          {device.lastExchangeAt !== undefined && (
            <span>
              <T id="computers.met" values={{ when: <TimeText at={device.lastExchangeAt} /> }} />
            </span>
          )}
        </>
      }
      side={
        device.here ? undefined : (
          <>
            {device.connected && (
              <StateBadge tone="good" icon={Wifi}>
                {t('computers.connected')}
              </StateBadge>
            )}
            <Button aria-label={t('computers.lost.name', { key: device.fingerprint })} onPress={onLost}>
              {t('computers.lost')}
            </Button>
          </>
        )
      }
    />
  )
}

function LostDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const remove = useCommand('device:remove')
  const confirm = async (): Promise<void> => {
    if ((await remove.run({ network: network.id, device: device.id })) !== undefined) onClose()
  }
  return (
    <ConfirmDialog
      title={t('computers.lost.title', { key: device.fingerprint })}
      confirm={t('computers.lost.go')}
      pending={remove.pending}
      failure={remove.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('computers.lost.what')}</p>
      <p>{t('computers.lost.not')}</p>
      <p>{t('computers.lost.key')}</p>
    </ConfirmDialog>
  )
}
