import { useState } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useAnnounce } from '../app/announcer.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { Checkbox } from '../components/Checkbox.tsx'
import { Notice } from '../components/Notice.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery } from '../engine/use-query.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import styles from './erase.module.css'

type Preview = CommandOutput<'erasure:preview'>

/** Erases one record for good: what refers to it can go with it. What that cannot do is said before. */
export function EraseDialog({ id, onClose, onErased }: { id: string; onClose: () => void; onErased: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const announce = useAnnounce()
  const erase = useCommand('record:erase')
  const answer = useQuery('erasure:preview', { network: network.id, ids: [id] })
  const [withReferring, setWithReferring] = useState(false)
  const preview = answer.state === 'ready' ? answer.value : undefined
  const referring = preview?.referring ?? []
  const ids = withReferring ? [id, ...referring.map((one) => one.id)] : [id]
  const against = preview === undefined ? 'waiting' : obstacleOf(preview, ids)
  const confirm = async (): Promise<void> => {
    if (against !== undefined) return
    const done = await erase.run({ network: network.id, ids })
    if (done === undefined) return
    const { confirmed, computers, doneHere } = done
    announce(doneHere ? t('erase.done', { confirmed, computers }) : t('erase.pending'))
    onErased()
  }
  return (
    <FormDialog
      title={t('erase.title')}
      danger
      asks
      submit={t('erase.confirm')}
      disabled={against !== undefined}
      pending={erase.pending}
      failure={erase.failure}
      onClose={onClose}
      onSubmit={() => void confirm()}
    >
      <Answered answer={answer}>
        {({ records, computers }) => (
          <>
            {records.map(({ id: record, title }) => (
              <p key={record} className={styles['what']}>
                <bdi>{title}</bdi>
              </p>
            ))}
            <ul className={styles['points']}>
              <li>{t('erase.text', { count: computers - 1 })}</li>
              <li>{t('erase.not')}</li>
            </ul>
            {referring.length > 0 && (
              <Checkbox isSelected={withReferring} onChange={setWithReferring} hint={<Titles records={referring} />}>
                {t('erase.referring', { count: referring.length })}
              </Checkbox>
            )}
            {(against === 'held' || against === 'forbidden') && <Notice look="wait">{t(`erase.${against}`)}</Notice>}
          </>
        )}
      </Answered>
    </FormDialog>
  )
}

function Titles({ records }: { records: Preview['referring'] }) {
  const t = useT()
  return (
    <>
      {records.map(({ id, kind, title }) => (
        <span key={id} className={styles['referring']}>
          {t(`erase.kind.${kind}`)}: <bdi>{title}</bdi>
        </span>
      ))}
    </>
  )
}

function obstacleOf({ held, forbidden }: Preview, ids: readonly string[]): 'held' | 'forbidden' | undefined {
  if (held.some((id) => ids.includes(id))) return 'held'
  return forbidden.some((id) => ids.includes(id)) ? 'forbidden' : undefined
}
