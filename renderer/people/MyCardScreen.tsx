import { IdCard, Pencil } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { Card, Screen } from '../components/Screen.tsx'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { CardBody } from './CardBody.tsx'
import { asContact } from './contact-view.ts'
import { EditContactDialog } from './EditContactDialog.tsx'
import { NewContactDialog } from './NewContactDialog.tsx'
import { cardsOf } from './mine/held.ts'
import { WhatWeHold } from './mine/WhatWeHold.tsx'

/** Largest window of one question. */
const MOST = 200

/** The card that the person keeps of themselves, their consent, and what the network holds on them. */
export function MyCardScreen() {
  const t = useT()
  const { network } = useNetwork()
  const [open, setOpen] = useState<'new' | 'edit'>()
  // By name where there are many cards; a card under another name is found by the question below it.
  const all = useQuery('record:list', { network: network.id, kind: 'contact', limit: MOST })
  const named = useQuery('record:list', { network: network.id, kind: 'contact', search: network.as, limit: MOST })
  const found = [named, all].flatMap((answer) => (answer.state === 'ready' ? answer.value.records : []))
  const contact = cardsOf(network.person, found.map(asContact))[0]
  const edit = (
    <Button icon={Pencil} onPress={() => setOpen('edit')}>
      {t('action.edit')}
    </Button>
  )
  const make = (
    <Button look="primary" icon={IdCard} onPress={() => setOpen('new')}>
      {t('mine.make')}
    </Button>
  )
  return (
    <Screen
      title={t('nav.card')}
      lead={t('mine.lead', { network: network.name })}
      above={<BackLink href="/people">{t('card.back')}</BackLink>}
      actions={contact !== undefined && edit}
    >
      <Answered answer={all} loading={t('card.loading')}>
        {() =>
          contact === undefined ? (
            <Card>
              <EmptyState icon={IdCard} title={t('mine.none')} actions={make}>
                {t('mine.none.text')}
              </EmptyState>
            </Card>
          ) : (
            <CardBody contact={contact} yours />
          )
        }
      </Answered>
      <WhatWeHold key={network.id} />
      {open === 'new' && (
        <NewContactDialog member={{ id: network.person, name: network.as }} onClose={() => setOpen(undefined)} />
      )}
      {open === 'edit' && contact !== undefined && (
        <EditContactDialog contact={contact} onClose={() => setOpen(undefined)} />
      )}
    </Screen>
  )
}
