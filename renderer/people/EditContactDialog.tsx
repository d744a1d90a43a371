import { useState } from 'react'

import { FormDialog } from '../forms/FormDialog.tsx'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { cardDraftOf, cardPatch } from './card-draft.ts'
import { CardFields } from './CardFields.tsx'
import type { Contact } from './contact-view.ts'

/** Changes a card; writes only what was changed. */
export function EditContactDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('contact', contact.id)
  const [before] = useState(() => cardDraftOf(contact))
  const [draft, setDraft] = useState(before)
  const isMissing = draft.fn.trim() === ''
  const save = async (): Promise<void> => {
    if (isMissing) return
    const patch = cardPatch(before, draft)
    if (Object.keys(patch).length === 0 || (await act('edit', patch))) onClose()
  }
  return (
    <FormDialog
      title={t('card.edit')}
      size="wide"
      submit={t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <CardFields draft={draft} onChange={setDraft} nameMissing={isMissing} />
    </FormDialog>
  )
}
