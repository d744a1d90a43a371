import { Archive, ArchiveRestore, Pencil } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { Notice } from '../components/Notice.tsx'
import { Screen } from '../components/Screen.tsx'
import { useQuery } from '../engine/use-query.ts'
import { RecordMenu } from '../erase/RecordMenu.tsx'
import { Keeping } from '../keeping/Keeping.tsx'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { useAct } from '../forms/use-act.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { CardBody } from './CardBody.tsx'
import { asContact, type Contact } from './contact-view.ts'
import { EditContactDialog } from './EditContactDialog.tsx'

/** One contact card. */
export function PersonScreen({ id }: { id: string }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('record:show', { network: network.id, kind: 'contact', id })
  if (answer.state === 'ready') return <Person contact={asContact(answer.value.record)} />
  return (
    <Screen title={t('nav.people')} above={<BackLink href="/people">{t('card.back')}</BackLink>}>
      {answer.state === 'loading' ? <Loading text={t('card.loading')} /> : <ErrorNotice error={answer.error} />}
    </Screen>
  )
}

function Person({ contact }: { contact: Contact }) {
  const t = useT()
  const { network } = useNetwork()
  const { act, pending, failure } = useAct('contact', contact.id)
  const [open, setOpen] = useState<'edit' | 'archive'>()
  const close = (): void => setOpen(undefined)
  const archive = async (): Promise<void> => {
    if (await act('archive', { archived: true })) close()
  }
  const isArchived = contact.state === 'archived'
  return (
    <Screen
      title={<bdi>{contact.fn}</bdi>}
      lead={contact.member === null ? undefined : t('card.member')}
      above={<BackLink href="/people">{t('card.back')}</BackLink>}
      actions={
        isArchived ? (
          <>
            <Button icon={ArchiveRestore} onPress={() => void act('archive', { archived: false })}>
              {t('card.unarchive')}
            </Button>
            <RecordMenu id={contact.id} back="/people" />
          </>
        ) : (
          <>
            <Button icon={Pencil} onPress={() => setOpen('edit')}>
              {t('action.edit')}
            </Button>
            <Button look="quiet" icon={Archive} onPress={() => setOpen('archive')}>
              {t('card.archive')}
            </Button>
            <RecordMenu id={contact.id} back="/people" />
          </>
        )
      }
    >
      <Keeping record={contact} />
      {isArchived && <Notice>{t('card.archived')}</Notice>}
      {open === undefined && <ErrorNotice error={failure} />}
      <CardBody contact={contact} yours={contact.member === network.person} />
      {open === 'edit' && <EditContactDialog contact={contact} onClose={close} />}
      {open === 'archive' && (
        <ConfirmDialog
          title={t('card.archive.title')}
          confirm={t('card.archive')}
          reversible
          pending={pending}
          failure={failure}
          onConfirm={() => void archive()}
          onClose={close}
        >
          <p>{t('card.archive.text')}</p>
        </ConfirmDialog>
      )}
    </Screen>
  )
}
