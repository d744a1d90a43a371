import { CircleCheck, Clock, Laptop } from 'lucide-react'

import { joinNames } from '../app/sync-sentence.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import styles from './meeting.module.css'
import type { PersonSync, RoomLight } from './room-light.ts'

const ICONS = { nobody: Laptop, waiting: Clock, all: CircleCheck } as const

/** "Everyone here has it", said only when their computers said so. */
export function Light({ light }: { light: RoomLight }) {
  const t = useT()
  const formats = useFormats()
  const Icon = ICONS[light.state]
  const names = (people: readonly PersonSync[]): string =>
    joinNames(
      people.map(({ name }) => name),
      { t, formats },
    )
  const text = {
    nobody: () => t('meeting.light.nobody.text'),
    waiting: () => t('meeting.light.waiting.text', { names: names(light.missing) }),
    all: () => t('meeting.light.all.text', { names: names(light.have), count: light.have.length }),
  }
  return (
    <div className={`${styles['light']} ${styles[light.state]}`} role="status" data-light={light.state}>
      <Icon aria-hidden size={26} strokeWidth={2.2} />
      <div>
        <p className={styles['lightTitle']}>{t(`meeting.light.${light.state}`)}</p>
        <p>{text[light.state]()}</p>
        {light.newer.length > 0 && (
          <p>{t('meeting.light.newer', { names: names(light.newer), count: light.newer.length })}</p>
        )}
      </div>
    </div>
  )
}
