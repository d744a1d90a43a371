import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'

import { useAnnounce } from '../app/announcer.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Notice } from '../components/Notice.tsx'
import { Card, Section } from '../components/Screen.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { useMembers } from '../people/use-members.ts'
import styles from './network.module.css'

/** Leaving erases here and takes nothing back elsewhere; what would be lost for all is said before. */
export function Leave() {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const [isAsking, setAsking] = useState(false)
  const sync = valueOf(useQuery('sync:status', {}))?.networks.find(({ id }) => id === network.id)
  const onlyHere = sync?.sentence.onlyHere ?? 0
  const isAlone = network.members <= 1
  const others = members.list.filter(({ you }) => !you)
  const isLast = !isAlone && network.role !== 'member' && others.every(({ role }) => role === 'member')
  return (
    <Section title={t('leave.title')}>
      <Card>
        <div className={styles['stack']}>
          <p>{t('leave.lead', { network: network.name })}</p>
          <ul className={styles['points']}>
            <li>{t('leave.here')}</li>
            <li>{isAlone ? t('leave.alone') : t('leave.others')}</li>
          </ul>
          {isLast && <Notice look="wait">{t('leave.last')}</Notice>}
          {onlyHere > 0 && <Notice look="wait">{t('leave.only', { count: onlyHere })}</Notice>}
          <Button look="danger" icon={LogOut} onPress={() => setAsking(true)}>
            {t('leave.button')}
          </Button>
        </div>
      </Card>
      {isAsking && <LeaveDialog onClose={() => setAsking(false)} />}
    </Section>
  )
}

function LeaveDialog({ onClose }: { onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const announce = useAnnounce()
  const [, navigate] = useLocation()
  const leave = useCommand('network:leave')
  const [typed, setTyped] = useState('')
  const [isTried, setTried] = useState(false)
  const isWrong = typed.trim().normalize() !== network.name.trim().normalize()
  const confirm = async (): Promise<void> => {
    setTried(true)
    if (isWrong) return
    if ((await leave.run({ network: network.id })) === undefined) return
    announce(t('leave.done', { network: network.name }))
    navigate('/today')
  }
  return (
    <FormDialog
      title={t('leave.confirm.title', { network: network.name })}
      danger
      asks
      submit={t('leave.button')}
      pending={leave.pending}
      failure={leave.failure}
      onClose={onClose}
      onSubmit={() => void confirm()}
    >
      <p>{t('leave.here')}</p>
      <TextField
        label={t('leave.confirm.type')}
        hint={<bdi>{network.name}</bdi>}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        error={isTried && isWrong ? t('leave.confirm.wrong') : undefined}
        autoFocus
      />
    </FormDialog>
  )
}
