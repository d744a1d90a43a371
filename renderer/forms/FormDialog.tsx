import { useId, type ReactNode, type SubmitEvent } from 'react'

import type { MeshError } from '../../core/shared/errors.ts'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import styles from './forms.module.css'

export interface FormDialogProps {
  title: ReactNode
  onClose: () => void
  /** Checks the fields and runs the command; the caller closes the dialog when it worked. */
  onSubmit: () => void
  submit: string
  /** The main button takes something away. */
  danger?: boolean
  /** Asks before something happens, and is read out at once. */
  asks?: boolean
  /** It cannot be sent as things are: what stands against it is said inside. */
  disabled?: boolean
  pending?: boolean
  failure?: MeshError
  size?: 'plain' | 'wide'
  children: ReactNode
}

/** A form in a dialog: Enter sends it, Escape leaves it, a failure is told inside it. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    onClose,
    onSubmit,
    submit,
    danger = false,
    asks = false,
    disabled = false,
    pending = false,
    failure,
    size = 'plain',
    children,
  } = props
  const t = useT()
  const form = useId()
  const send = (event: SubmitEvent): void => {
    event.preventDefault()
    if (!pending && !disabled) onSubmit()
  }
  const actions = (
    <>
      <Button onPress={onClose}>{t('action.cancel')}</Button>
      <Button type="submit" form={form} look={danger ? 'danger' : 'primary'} isPending={pending} isDisabled={disabled}>
        {submit}
      </Button>
    </>
  )
  return (
    <Dialog title={title} isOpen onClose={onClose} size={size} actions={actions} role={asks ? 'alertdialog' : 'dialog'}>
      <form id={form} className={styles['form']} onSubmit={send} noValidate>
        {children}
        <ErrorNotice error={failure} />
      </form>
    </Dialog>
  )
}
