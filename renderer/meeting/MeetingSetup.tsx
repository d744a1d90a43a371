import { Maximize2, QrCode } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Choices } from '../components/Choices.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Notice } from '../components/Notice.tsx'
import { Card, Screen } from '../components/Screen.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { wholeNumber } from '../forms/read-fields.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { useMembers } from '../people/use-members.ts'
import styles from './meeting.module.css'
import { OpenCodes } from './OpenCodes.tsx'
import type { RunningMeeting } from './running-meeting.ts'

const HOURS = ['1', '3', '8'] as const
type Hours = (typeof HOURS)[number]
const ADMITS = ['scan', 'approve'] as const
type Admit = (typeof ADMITS)[number]
/** More than this is a mass meeting: several laptops show a code each. */
const MOST_EXPECTED = 500

export interface MeetingSetupProps {
  running: RunningMeeting | undefined
  /** Makes the code at once, as it is filled in. */
  startNow: boolean
  onStart: (meeting: RunningMeeting) => void
  onLarge: () => void
}

/** Before the code: how many, how long, who. Filled in already, so that one press is enough. */
export function MeetingSetup({ running, startNow, onStart, onLarge }: MeetingSetupProps) {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const create = useCommand('invite:create')
  const online = valueOf(useQuery('sync:status', {}))
  const [expected, setExpected] = useState('20')
  const [hours, setHours] = useState<Hours>('3')
  const [admit, setAdmit] = useState<Admit>('scan')
  const uses = wholeNumber(expected)
  const wrong = uses === undefined || uses < 1 || uses > MOST_EXPECTED

  const start = async (): Promise<void> => {
    if (wrong) return
    const before = new Set(members.list.map(({ id }) => id))
    const input = { network: network.id, uses, hours: Number(hours), approve: admit === 'approve' }
    const made = await create.run(input)
    if (made === undefined) return
    const expiresAt = Date.parse(made.expires)
    onStart({ invite: made.id, code: made.code, startedAt: Date.now(), expiresAt, uses: made.uses, before })
  }

  const isKnown = members.answer.state === 'ready'
  const begun = useRef(false)
  useEffect(() => {
    if (!startNow || !isKnown || begun.current) return
    begun.current = true
    void start()
  })

  return (
    <Screen title={t('meeting.title')} lead={t('meeting.lead')} width="narrow">
      {online !== undefined && online.addresses.length === 0 && (
        <Notice look="wait" title={t('meeting.offline.title')}>
          <p>{t('meeting.offline.text')}</p>
        </Notice>
      )}
      {running === undefined ? (
        <Card>
          <form
            className={styles['setup']}
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              void start()
            }}
          >
            <TextField
              label={t('meeting.expected')}
              hint={t('meeting.expected.hint')}
              error={wrong ? t('meeting.expected.wrong') : undefined}
              inputMode="numeric"
              value={expected}
              onChange={setExpected}
            />
            <Choices<Hours>
              label={t('meeting.valid')}
              options={HOURS.map((value) => ({ value, label: t('meeting.hours', { count: Number(value) }) }))}
              value={hours}
              onChange={setHours}
            />
            <Choices<Admit>
              label={t('meeting.admit')}
              options={ADMITS.map((value) => ({ value, label: t(`meeting.admit.${value}`) }))}
              value={admit}
              onChange={setAdmit}
            />
            <Button type="submit" look="primary" icon={QrCode} isPending={create.pending} isDisabled={wrong}>
              {create.pending ? t('meeting.starting') : t('meeting.start')}
            </Button>
            <ErrorNotice error={create.failure} />
            <p className={styles['small']}>{t('meeting.sees', { network: network.name })}</p>
          </form>
        </Card>
      ) : (
        <Running meeting={running} onLarge={onLarge} />
      )}
      <OpenCodes except={running?.invite} />
    </Screen>
  )
}

function Running({ meeting, onLarge }: { meeting: RunningMeeting; onLarge: () => void }) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const invites = valueOf(useQuery('invite:list', { network: network.id }))?.invites
  const used = invites?.find(({ id }) => id === meeting.invite)?.used ?? 0
  return (
    <Card>
      <div className={styles['setup']}>
        <h2>{t('meeting.running')}</h2>
        <p>
          {t('meeting.running.text', {
            time: formats.clock(meeting.expiresAt),
            count: Math.max(0, meeting.uses - used),
          })}
        </p>
        <Button look="primary" icon={Maximize2} onPress={onLarge}>
          {t('meeting.again')}
        </Button>
      </div>
    </Card>
  )
}
