import { EyeOff, Lock, MoreHorizontal, Plus, Search } from 'lucide-react'
import { useLocation } from 'wouter'

import { Button } from '../components/Button.tsx'
import { Menu } from '../components/Menu.tsx'
import { useEngine } from '../engine/engine-context.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { NetworkSwitcher } from './NetworkSwitcher.tsx'
import { useQuickHide } from './QuickHide.tsx'
import { MAIN_SCREENS, OTHER_SCREENS } from './screens.ts'
import styles from './SideNav.module.css'
import { SyncLine } from './SyncLine.tsx'
import { shortcutText } from './use-shortcut.ts'

/** Which network, what can be reported, where to go, and who has it. */
export function SideNav({ onReport, onCommands }: { onReport: () => void; onCommands: () => void }) {
  const t = useT()
  const [location] = useLocation()
  const isAt = (path: string): boolean => location === path || location.startsWith(`${path}/`)
  return (
    <aside className={styles['side']}>
      <NetworkSwitcher />
      <div className={styles['report']}>
        <Button look="primary" icon={Plus} wide onPress={onReport} aria-keyshortcuts="Control+I Meta+I">
          <span className={styles['grow']}>{t('nav.report')}</span>
          <span aria-hidden className={styles['keys']}>
            {shortcutText({ key: 'i' })}
          </span>
        </Button>
      </div>
      <nav aria-label={t('app.navigation')} className={styles['nav']}>
        <ul className={styles['links']}>
          {MAIN_SCREENS.map(({ path, label, icon: Icon }) => (
            <li key={path}>
              <a href={`#${path}`} className={styles['link']} aria-current={isAt(path) ? 'page' : undefined}>
                <Icon aria-hidden size={20} strokeWidth={isAt(path) ? 2.4 : 1.9} />
                {t(label)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles['foot']}>
        <SyncLine />
        <div className={styles['tools']}>
          <Button look="quiet" icon={Search} onPress={onCommands} aria-keyshortcuts="Control+K Meta+K">
            <span>{t('nav.search')}</span>
            <span aria-hidden className={styles['quietKeys']}>
              {shortcutText({ key: 'k' })}
            </span>
          </Button>
          <MoreMenu />
        </div>
      </div>
    </aside>
  )
}

function MoreMenu() {
  const t = useT()
  const engine = useEngine()
  const [, navigate] = useLocation()
  const hide = useQuickHide()
  const lock = (): void => void engine.run('profile:lock', {}).catch(() => undefined)
  return (
    <Menu
      label={t('nav.more')}
      trigger={<Button look="quiet" iconOnly icon={MoreHorizontal} aria-label={t('nav.more')} />}
      entries={[
        ...OTHER_SCREENS.map(({ path, label, icon }) => ({
          id: path,
          label: t(label),
          icon,
          onAction: () => navigate(path),
        })),
        { id: 'lock', label: t('nav.lock'), icon: Lock, onAction: lock },
        {
          id: 'hide',
          label: t('nav.hide'),
          icon: EyeOff,
          hint: shortcutText({ key: 'l', shift: true }),
          onAction: hide,
        },
      ]}
    />
  )
}
