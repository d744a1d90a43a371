import type { ReactNode } from 'react'

import type { MeshError } from '../../core/shared/errors.ts'
import { FormDialog } from './FormDialog.tsx'

export interface ConfirmDialogProps {
  title: ReactNode
  /** What happens, and what does not. */
  children: ReactNode
  confirm: string
  /** It can be taken back: its button does not warn. */
  reversible?: boolean
  pending?: boolean
  failure?: MeshError
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be taken back, or that others will see. */
export function ConfirmDialog({ confirm, reversible = false, onConfirm, ...props }: ConfirmDialogProps) {
  return <FormDialog {...props} asks danger={!reversible} submit={confirm} onSubmit={onConfirm} />
}
