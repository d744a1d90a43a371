import { Copy, Phone, PhoneOff } from 'lucide-react'

import { CopyButton } from '../../../forms/CopyButton.tsx'
import { useT } from '../../../i18n/i18n-context.tsx'
import styles from '../board.module.css'
import { usePeople } from './use-people.ts'

/** Calls somebody by the laptop's own telephone program, or copies the number; says why where there is none to call. */
export function CallButton({ person }: { person: string }) {
  const t = useT()
  const { phoneOf, nameOf } = usePeople()
  const phone = phoneOf(person)
  const name = nameOf(person).name ?? t('person.unknown')
  if (typeof phone === 'string') {
    return (
      <span className={styles['noPhone']}>
        <PhoneOff aria-hidden size={18} /> {t(`board.phone.${phone}`)}
      </span>
    )
  }
  return (
    <span className={styles['phone']}>
      <a
        className={styles['callLink']}
        href={`tel:${phone.tel}`}
        aria-label={t('board.phone.call', { name, tel: phone.tel })}
      >
        <Phone aria-hidden size={20} /> <bdi dir="ltr">{phone.tel}</bdi>
      </a>
      <CopyButton text={phone.tel} icon={Copy} copied={t('action.copied')} failed={phone.tel}>
        {t('action.copy')}
      </CopyButton>
    </span>
  )
}
