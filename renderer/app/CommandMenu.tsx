import { Languages, Lock, LogIn, Plus, SunMoon } from 'lucide-react'
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete'
import { Input } from 'react-aria-components/Input'
import { Menu, MenuItem } from 'react-aria-components/Menu'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Dialog } from 'react-aria-components/Dialog'
import { SearchField } from 'react-aria-components/SearchField'
import { useLocation } from 'wouter'

import type { MenuEntry } from '../components/Menu.tsx'
import { useEngine } from '../engine/engine-context.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { LOCALE_NAMES, LOCALES } from '../i18n/translator.ts'
import styles from './CommandMenu.module.css'
import { useNetwork } from './network-context.tsx'
import { THEMES, usePreferences } from './preferences.tsx'
import { useQuickHide } from './QuickHide.tsx'
import { MAIN_SCREENS, OTHER_SCREENS } from './screens.ts'
import { shortcutText } from './use-shortcut.ts'

export interface CommandMenuProps {
  isOpen: boolean
  onClose: () => void
  onReport: () => void
}

/** Ctrl/Cmd+K: every screen and action by its name. */
export function CommandMenu(props: CommandMenuProps) {
  const t = useT()
  const { contains } = useFilter({ sensitivity: 'base' })
  const entries = useEntries(props)
  return (
    <ModalOverlay
      className={styles['overlay'] ?? ''}
      isOpen={props.isOpen}
      onOpenChange={(open) => !open && props.onClose()}
      isDismissable
    >
      <Modal className={styles['modal'] ?? ''}>
        <Dialog className={styles['dialog'] ?? ''} aria-label={t('command.title')}>
          <Autocomplete filter={contains}>
            <SearchField autoFocus aria-label={t('command.title')} className={styles['search'] ?? ''}>
              <Input className={styles['input'] ?? ''} placeholder={t('command.placeholder')} />
            </SearchField>
            {/* The focus stays in the field: what scrolls must be reachable by keyboard itself. */}
            <div className={styles['scroll']} role="group" aria-label={t('command.title')} tabIndex={0}>
              <Menu
                className={styles['list'] ?? ''}
                aria-label={t('command.title')}
                renderEmptyState={() => <p className={styles['none']}>{t('command.none')}</p>}
              >
                {entries.map(({ id, label, icon: Icon, hint, onAction }) => (
                  <MenuItem
                    key={id}
                    id={id}
                    textValue={label}
                    className={styles['item'] ?? ''}
                    onAction={() => {
                      props.onClose()
                      onAction()
                    }}
                  >
                    {Icon !== undefined && <Icon aria-hidden size={19} />}
                    <bdi className={styles['label']}>{label}</bdi>
                    {hint !== undefined && <kbd>{hint}</kbd>}
                  </MenuItem>
                ))}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function useEntries({ onReport }: CommandMenuProps): readonly MenuEntry[] {
  const t = useT()
  const engine = useEngine()
  const hide = useQuickHide()
  const [, navigate] = useLocation()
  const { network, networks, choose } = useNetwork()
  const { setLocale, setTheme } = usePreferences()
  return [
    { id: 'report', label: t('nav.report'), icon: Plus, hint: shortcutText({ key: 'i' }), onAction: onReport },
    ...[...MAIN_SCREENS, ...OTHER_SCREENS].map(({ path, label, icon }) => ({
      id: path,
      label: t(label),
      icon,
      onAction: () => navigate(path),
    })),
    ...networks
      .filter(({ id }) => id !== network.id)
      .map(({ id, name }) => ({ id, label: name, icon: LogIn, onAction: () => choose(id) })),
    { id: 'join', label: t('network.join'), icon: LogIn, onAction: () => navigate('/join') },
    { id: 'new', label: t('network.new'), icon: Plus, onAction: () => navigate('/new') },
    {
      id: 'lock',
      label: t('nav.lock'),
      icon: Lock,
      onAction: () => void engine.run('profile:lock', {}).catch(() => undefined),
    },
    { id: 'hide', label: t('nav.hide'), icon: Lock, hint: shortcutText({ key: 'l', shift: true }), onAction: hide },
    ...THEMES.map((theme) => ({
      id: `theme-${theme}`,
      label: t('command.theme', { theme: t(`theme.${theme}`) }),
      icon: SunMoon,
      onAction: () => setTheme(theme),
    })),
    ...LOCALES.map((locale) => ({
      id: `locale-${locale}`,
      label: t('command.language', { language: LOCALE_NAMES[locale] }),
      icon: Languages,
      onAction: () => setLocale(locale),
    })),
  ]
}
