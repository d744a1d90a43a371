import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'

import { useT } from '../i18n/i18n-context.tsx'
import { Button } from './Button.tsx'
import styles from './Dialog.module.css'

export interface DialogProps {
  title: ReactNode
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** Buttons at the foot, the main one last. */
  actions?: ReactNode
  /** `wide` for forms with two columns. */
  size?: 'plain' | 'wide'
  /** For decisions: a press outside does not close it. */
  isKeyboardDismissDisabled?: boolean
  role?: 'dialog' | 'alertdialog'
}

/** A modal dialog. Focus goes in, stays in, and goes back to where it came from; Escape closes it. */
export function Dialog({ title, isOpen, onClose, children, actions, size = 'plain', role = 'dialog' }: DialogProps) {
  const t = useT()
  return (
    <ModalOverlay
      className={styles['overlay'] ?? ''}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === 'dialog'}
    >
      <Modal className={[styles['modal'], styles[size]].join(' ')}>
        <AriaDialog role={role} className={styles['dialog'] ?? ''}>
          <header className={styles['head']}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button look="quiet" iconOnly icon={X} aria-label={t('action.close')} onPress={onClose} />
          </header>
          <div className={styles['body']}>{children}</div>
          {actions !== undefined && <footer className={styles['actions']}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
