import type { ReactNode } from 'react'

import type { MeshError } from '../../core/shared/errors.ts'
import { FormDialog } from './FormDialog.tsx'

export interface ConfirmDialogProps {
  title: ReactNode
  /** What happens, and what does not. */
  children: ReactNode
  confirm: string
  pending?: boolean
  failure?: MeshError
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be taken back, or that others will see. */
export function ConfirmDialog({ confirm, onConfirm, ...props }: ConfirmDialogProps) {
  return <FormDialog {...props} danger submit={confirm} onSubmit={onConfirm} />
}
