import { ChevronsUpDown, LogIn, Plus } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden'
import { useLocation } from 'wouter'

import { Menu, type MenuEntry } from '../components/Menu.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { useNetwork } from './network-context.tsx'
import styles from './NetworkSwitcher.module.css'

/** Which network the screens show; several are kept strictly apart. */
export function NetworkSwitcher() {
  const t = useT()
  const [, navigate] = useLocation()
  const { network, networks, choose } = useNetwork()
  const others: readonly MenuEntry[] = networks.map((one) => ({
    id: one.id,
    label: one.name,
    content: <bdi>{one.name}</bdi>,
    hint: `${t(`network-kind.${one.kind}`)} · ${t('network.members', { count: one.members })}`,
    checked: one.id === network.id,
    onAction: () => choose(one.id),
  }))
  return (
    <Menu
      label={t('network.current')}
      trigger={
        <Button className={styles['switcher'] ?? ''}>
          <span aria-hidden className={styles['mark']}>
            <bdi>{firstLetter(network.name)}</bdi>
          </span>
          <span className={styles['words']}>
            <bdi className={styles['name']}>{network.name === '' ? t('network.unnamed') : network.name}</bdi>
            <span className={styles['sub']}>{t('network.members', { count: network.members })}</span>
          </span>
          <VisuallyHidden>{t('network.switch')}</VisuallyHidden>
          <ChevronsUpDown aria-hidden size={18} className={styles['arrows']} />
        </Button>
      }
      entries={[
        ...others,
        { id: 'new', label: t('network.new'), icon: Plus, onAction: () => navigate('/new') },
        { id: 'join', label: t('network.join'), icon: LogIn, onAction: () => navigate('/join') },
      ]}
    />
  )
}

function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter().segment(name)
  return first?.segment.toUpperCase() ?? ''
}
