import { Send } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { useLocation } from 'wouter'

import { type HELP_KINDS, INCIDENT_KINDS, SOURCES } from '../../core/domain/records/words.ts'
import { useAnnounce } from '../app/announcer.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { shortcutText } from '../app/use-shortcut.ts'
import { Button } from '../components/Button.tsx'
import { Choices } from '../components/Choices.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { useCommand } from '../engine/use-command.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import { NeedChoices } from './NeedChoices.tsx'
import { PlaceFields, placeValue, type PlaceInput } from './PlaceFields.tsx'
import styles from './Report.module.css'
import { TextCheck } from './TextCheck.tsx'

/** Longest description, in UTF-16 units (core/domain/shape/scalars.ts). */
const MAX_TEXT = 20_000

interface Draft {
  readonly what: string
  readonly kind?: (typeof INCIDENT_KINDS)[number]
  readonly source?: (typeof SOURCES)[number]
  readonly place: PlaceInput
  readonly needs: readonly (typeof HELP_KINDS)[number][]
}

const EMPTY: Draft = { what: '', place: { label: '', precision: 'block' }, needs: [] }

/** One sentence is a report; Ctrl+Enter sends it. A draft stays in memory while the dialog is closed. */
export function ReportDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useT()
  const announce = useAnnounce()
  const [, navigate] = useLocation()
  const { network } = useNetwork()
  const add = useCommand('record:add')
  const [draft, setDraft] = useState(EMPTY)
  const [checked, setChecked] = useState(false)
  const change = (fields: Partial<Draft>): void => setDraft((present) => ({ ...present, ...fields }))
  const over = draft.what.length - MAX_TEXT
  const error = checked && draft.what.trim() === '' ? t('field.required') : undefined

  const send = async (): Promise<void> => {
    setChecked(true)
    if (draft.what.trim() === '' || over > 0 || add.pending) return
    const added = await add.run({ network: network.id, kind: 'incident', records: [recordOf(draft)] })
    const id = added?.ids[0]
    if (id === undefined) return
    setDraft(EMPTY)
    setChecked(false)
    announce(t('report.sent'))
    onClose()
    navigate(`/incidents/${id}`)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    void send()
  }
  return (
    <Dialog
      title={t('report.title')}
      isOpen={isOpen}
      onClose={onClose}
      size="wide"
      actions={
        <>
          <p className={styles['audience']}>
            <Audience />
          </p>
          <Button look="primary" icon={Send} isPending={add.pending} onPress={() => void send()}>
            {t('report.send')}
            <span aria-hidden className={styles['keys']}>
              {shortcutText({ key: 'enter' }).replace('ENTER', 'Enter')}
            </span>
          </Button>
        </>
      }
    >
      {/* Ctrl+Enter sends from any field of the form */}
      <div className={styles['form']} onKeyDown={onKeyDown}>
        <TextField
          label={t('report.what')}
          hint={t('report.what.hint')}
          rows={4}
          autoFocus
          value={draft.what}
          onChange={(what) => change({ what })}
          error={error}
          maxLength={MAX_TEXT}
        />
        <TextCheck text={draft.what} />
        <p className={styles['optional']}>{t('report.details')}</p>
        <div className={styles['pairs']}>
          <Select
            label={t('report.kind')}
            options={INCIDENT_KINDS.map((value) => ({ value, label: t(`incident-kind.${value}`) }))}
            value={draft.kind}
            onChange={(kind) => change({ kind })}
          />
          <Choices
            label={t('report.source')}
            options={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
            value={draft.source}
            onChange={(source) => change({ source })}
          />
          <PlaceFields place={draft.place} onChange={(place) => change({ place })} />
        </div>
        <NeedChoices chosen={draft.needs} onChange={(needs) => change({ needs })} />
        <ErrorNotice error={add.failure} />
      </div>
    </Dialog>
  )
}

function Audience() {
  const { network } = useNetwork()
  const name = <bdi>{network.name}</bdi>
  const others = network.members - 1
  if (others < 1) return <T id="report.alone" values={{ network: name }} />
  return <T id="report.to" values={{ count: others, network: name }} />
}

function recordOf({ what, kind, source, place, needs }: Draft): object {
  const where = placeValue(place)
  return {
    what,
    ...(kind !== undefined && { kind }),
    ...(source !== undefined && { source }),
    ...(where !== undefined && { place: where }),
    ...(needs.length > 0 && { needs: needs.map((need) => ({ kind: need })) }),
  }
}
