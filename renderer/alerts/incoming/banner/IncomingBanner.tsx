import { BellRing } from 'lucide-react'
import { useLocation } from 'wouter'

import { useNetwork } from '../../../app/network-context.tsx'
import { Button } from '../../../components/Button.tsx'
import { T, useT } from '../../../i18n/i18n-context.tsx'
import { bannerOf, elsewhere, keyOf } from '../attention.ts'
import { BannerLine } from './BannerLine.tsx'
import { FirstOfBanner } from './FirstOfBanner.tsx'
import styles from '../incoming.module.css'
import { useIncoming } from '../IncomingProvider.tsx'

/** Lines shown; further ones are on Today. */
const LINES = 3

/** Above every screen while something asks for this person; on the alert's own screen, that screen tells it. */
export function IncomingBanner() {
  const t = useT()
  const { network, networks, choose } = useNetwork()
  const [location] = useLocation()
  const { items, full, understood } = useIncoming()
  const shown = /^\/alerts\/([0-9a-f]+)$/.exec(location)?.[1]
  const { first, lines } = bannerOf(
    items.filter((item) => item !== full),
    { network: network.id, shown, understood },
  )
  const others = networks.flatMap((one) => {
    const count = elsewhere(items, network.id).get(one.id)
    return count === undefined ? [] : [{ ...one, count }]
  })
  if (first === undefined && lines.length === 0 && others.length === 0) return undefined
  return (
    <section className={styles['banner']} aria-label={t('incoming.region')}>
      {first !== undefined && <FirstOfBanner key={keyOf(first)} item={first} keys={!location.startsWith('/alerts/')} />}
      {(lines.length > 0 || others.length > 0) && (
        <ul className={styles['lines']}>
          {others.map(({ id, name, count }) => (
            <Elsewhere key={id} name={name} count={count} onOpen={() => choose(id)} />
          ))}
          {lines.slice(0, LINES).map((item) => (
            <BannerLine key={keyOf(item)} item={item} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Something asks in another network: a press shows that one. */
function Elsewhere({ name, count, onOpen }: { name: string; count: number; onOpen: () => void }) {
  const t = useT()
  return (
    <li className={styles['line']}>
      <BellRing aria-hidden size={18} />
      <span>
        <T id="incoming.elsewhere" values={{ network: <bdi>{name}</bdi>, count }} />
      </span>
      <Button look="quiet" onPress={onOpen}>
        {t('incoming.elsewhere.open')}
      </Button>
    </li>
  )
}
