import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Notice } from '../components/Notice.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Section } from '../components/Screen.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { Row, Rows } from '../lists/Rows.tsx'

/** Who asks to come in; nothing where nobody does. */
export function Requests() {
  const t = useT()
  const { network } = useNetwork()
  const requests = valueOf(useQuery('request:list', { network: network.id }))?.requests ?? []
  const approve = useCommand('request:approve')
  const reject = useCommand('request:reject')
  const [refused, setRefused] = useState<{ readonly id: string; readonly name: string }>()
  if (requests.length === 0) return undefined
  const refuse = async (request: string): Promise<void> => {
    if ((await reject.run({ network: network.id, request })) !== undefined) setRefused(undefined)
  }
  return (
    <Section title={t('requests.title')}>
      {network.role === 'member' ? <Notice>{t('net.not-coordinator')}</Notice> : <Notice>{t('requests.check')}</Notice>}
      <ErrorNotice error={approve.failure} />
      <Rows label={t('requests.title')}>
        {requests.map(({ id, name, fingerprint, at, reason }) => (
          <Row
            key={id}
            title={<PersonName name={name} fingerprint={fingerprint} />}
            sub={
              <>
                <span>{t(`requests.why.${reason}`)}</span>
                <TimeText at={at} />
              </>
            }
            side={
              network.role !== 'member' && (
                <>
                  <Button
                    look="primary"
                    aria-label={t('requests.approve.name', { name })}
                    isPending={approve.pending}
                    onPress={() => void approve.run({ network: network.id, request: id })}
                  >
                    {t('requests.approve')}
                  </Button>
                  <Button aria-label={t('requests.reject.name', { name })} onPress={() => setRefused({ id, name })}>
                    {t('requests.reject')}
                  </Button>
                </>
              )
            }
          />
        ))}
      </Rows>
      {refused !== undefined && (
        <ConfirmDialog
          title={t('requests.reject.title', { name: refused.name })}
          confirm={t('requests.reject')}
          pending={reject.pending}
          failure={reject.failure}
          onConfirm={() => void refuse(refused.id)}
          onClose={() => setRefused(undefined)}
        >
          <p>{t('requests.reject.text')}</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}
