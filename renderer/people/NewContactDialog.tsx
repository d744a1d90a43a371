import { useState } from 'react'
import { useLocation } from 'wouter'

import { useNetwork } from '../app/network-context.tsx'
import { useCommand } from '../engine/use-command.ts'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { EMPTY_CARD, newCard } from './card-draft.ts'
import { CardFields } from './CardFields.tsx'

export interface NewContactDialogProps {
  onClose: () => void
  /** The card of this member: their name is filled in, and the card stays on the screen where it was made. */
  member?: { readonly id: string; readonly name: string }
}

/** A new card; opens it once it is saved. */
export function NewContactDialog({ onClose, member }: NewContactDialogProps) {
  const t = useT()
  const { network } = useNetwork()
  const [, navigate] = useLocation()
  const add = useCommand('record:add')
  const [draft, setDraft] = useState({ ...EMPTY_CARD, fn: member?.name ?? '' })
  const [isTried, setTried] = useState(false)
  const isMissing = draft.fn.trim() === ''
  const save = async (): Promise<void> => {
    setTried(true)
    if (isMissing) return
    const card = { ...newCard(draft), ...(member !== undefined && { member: member.id }) }
    const made = await add.run({ network: network.id, kind: 'contact', records: [card] })
    if (made?.ids[0] === undefined) return
    onClose()
    if (member === undefined) navigate(`/people/${made.ids[0]}`)
  }
  return (
    <FormDialog
      title={member === undefined ? t('people.add') : t('mine.make')}
      size="wide"
      submit={t('card.create')}
      pending={add.pending}
      failure={add.failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <CardFields draft={draft} onChange={setDraft} nameMissing={isTried && isMissing} />
    </FormDialog>
  )
}
